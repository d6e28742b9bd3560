//! The `jointfund` program: parse arguments, run a command, set the exit code.

fn main() -> std::process::ExitCode {
    jointfund::cli::main()
}
