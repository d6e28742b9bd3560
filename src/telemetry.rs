//! Logging: messages readable alone, identifiers as fields, nothing personal.

use crate::config::Log;
use tracing_subscriber::EnvFilter;

/// Begins logging to standard error. A second call changes nothing.
pub fn start(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // Whoever embeds the program may have set up logging of their own; theirs stays.
    let _ = if log.format == "json" {
        lines.json().try_init()
    } else {
        lines.try_init()
    };
}
