//! Measures what each page costs: `cargo bench --bench load -- --database URL [--database URL]`.
//!
//! The server runs in this process, on a port of 127.0.0.1, without its worker; so the statements of
//! a request can be counted. Beside it stands a bare handler, which reads one row through the same
//! pool and does nothing else: what a page costs is told as a share of its requests in a second.

mod counting;
mod measure;
mod pages;
#[path = "../seeding/settings.rs"]
mod settings;

use actix_web::web::Data;
use actix_web::{App as Web, HttpServer, web};
use clap::Parser;
use jointfund::app::App;
use jointfund::config::Config;
use jointfund::db::tx::Actor;
use jointfund::fund;
use jointfund::kernel::time::SystemClock;
use measure::{CLIENTS, Client, Measured, Told, percentile};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Measures seeded funds, and prints a table with a column for each.
#[derive(Debug, Parser)]
struct Arguments {
    /// A seeded database: `sqlite:PATH` or `postgres://user@host/name`; may be said twice.
    #[arg(long, required = true)]
    database: Vec<String>,
    /// Only addresses that hold this.
    #[arg(long, default_value = "")]
    only: String,
    /// Where the statements that take longer than a millisecond are written.
    #[arg(long)]
    slow: Option<std::path::PathBuf>,
    /// Cargo says so.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A page and its reader.
type Row = (String, String);
type Found = Result<Measured, u16>;

fn milliseconds(time: Duration) -> String {
    format!("{:.1}", time.as_secs_f64() * 1000.0)
}

/// A handler that reads one row and does nothing else.
fn bare(app: App) -> Told<String> {
    let data = Data::new(app);
    let one_row = |app: Data<App>| async move {
        let name = app.read(Actor::Visitor, |view| {
            Ok(fund::queries::names_of_frame(view)?)
        });
        name.await
            .map(|(_, fund)| fund.unwrap_or_default())
            .unwrap_or_default()
    };
    let server = HttpServer::new(move || {
        Web::new()
            .app_data(data.clone())
            .route("/", web::get().to(one_row))
    });
    let server = server.workers(2).bind("127.0.0.1:0")?;
    let address = server
        .addrs()
        .first()
        .map(ToString::to_string)
        .unwrap_or_default();
    actix_web::rt::spawn(server.run());
    Ok(format!("http://{address}"))
}

/// Measures every page of one fund.
async fn measured(arguments: &Arguments, database: &str) -> Told<(Vec<Row>, BTreeMap<Row, Found>)> {
    let mut config = Config::load(None, std::iter::empty())?;
    database.clone_into(&mut config.database.url);
    config.server.bind = "127.0.0.1:0".parse()?;
    settings::tune(&mut config);
    let app = App::new(config, Arc::new(SystemClock))?;
    let (server, address) = jointfund::web::serve(app.clone())?;
    actix_web::rt::spawn(server);
    let base = format!("http://{address}");
    let mut clients = Vec::new();
    for who in pages::PEOPLE {
        clients.push((
            who,
            Client::signed_in(&base, who, settings::PASSWORD).await?,
        ));
    }
    let (mut order, mut found) = (Vec::new(), BTreeMap::new());
    let alone = Client::signed_in(&bare(app)?, "", "").await?;
    let row = ("a bare handler of one row".to_owned(), String::new());
    found.insert(row.clone(), alone.measure("/").await?);
    order.push(row);
    for visit in pages::visits(&clients).await? {
        if !visit.name.contains(&arguments.only) {
            continue;
        }
        let client = clients.iter().find(|one| one.0 == visit.who);
        let Some((_, client)) = client else { continue };
        let row = (visit.name, visit.who.to_owned());
        eprintln!("{} {}", row.0, row.1);
        found.insert(row.clone(), client.measure(&visit.address).await?);
        order.push(row);
    }
    Ok((order, found))
}

/// The columns of one fund: statements, p50 and p99 of one client and of four, requests in a second
/// and what share of the bare handler's they are.
fn columns(found: Option<&Found>, bare: f64) -> String {
    match found {
        Some(Ok(one)) => format!(
            "{} | {} | {} | {} | {} | {:.0} | {:.2}",
            one.asked.len(),
            milliseconds(percentile(&one.alone, 50)),
            milliseconds(percentile(&one.alone, 99)),
            milliseconds(percentile(&one.together, 50)),
            milliseconds(percentile(&one.together, 99)),
            one.per_second,
            one.per_second / bare,
        ),
        Some(Err(status)) => format!("({status}) | | | | | | "),
        None => "— | | | | | | ".to_owned(),
    }
}

fn table(funds: &[(Vec<Row>, BTreeMap<Row, Found>)]) -> String {
    let mut table = "| address | reader |".to_owned();
    for _ in funds {
        let _ = write!(
            table,
            " statements | p50 | p99 | p50 of {CLIENTS} | p99 of {CLIENTS} | a second | of bare |"
        );
    }
    table.push_str(if funds.len() == 2 {
        " p50 × |\n"
    } else {
        "\n"
    });
    table.push_str("|---|---|");
    table.push_str(&"---|".repeat(funds.len() * 7 + usize::from(funds.len() == 2)));
    table.push('\n');
    let mut rows: Vec<&Row> = Vec::new();
    for row in funds.iter().flat_map(|fund| &fund.0) {
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    for row in rows {
        let _ = write!(table, "| {} | {} |", row.0, row.1);
        let mut medians = Vec::new();
        for (order, found) in funds {
            let bare = order.first().and_then(|bare| found.get(bare));
            let bare = bare
                .and_then(|one| one.as_ref().ok())
                .map_or(1.0, |one| one.per_second);
            let of_row = found.get(row);
            let _ = write!(table, " {} |", columns(of_row, bare));
            let median = of_row
                .and_then(|one| one.as_ref().ok())
                .map(|one| percentile(&one.alone, 50));
            medians.push(median.map(|time| time.as_secs_f64()));
        }
        if let [first, second] = medians.as_slice() {
            let times = first
                .zip(*second)
                .map(|(first, second)| format!("{:.1}", second / first));
            let _ = write!(table, " {} |", times.unwrap_or_default());
        }
        table.push('\n');
    }
    table
}

/// The statements that take longer than a millisecond, page by page.
fn slow((order, found): &(Vec<Row>, BTreeMap<Row, Found>)) -> String {
    let mut text = String::new();
    for row in order {
        let Some(Ok(one)) = found.get(row) else {
            continue;
        };
        let mut long: Vec<_> = one
            .asked
            .iter()
            .filter(|asked| asked.took.as_micros() > 1000)
            .collect();
        long.sort_by_key(|asked| std::cmp::Reverse(asked.took));
        if long.is_empty() {
            continue;
        }
        let _ = writeln!(
            text,
            "\n## {} {}\n\np50 {} ms",
            row.0,
            row.1,
            milliseconds(percentile(&one.alone, 50))
        );
        for asked in long {
            let statement: String = asked.statement.chars().take(3000).collect();
            let _ = writeln!(
                text,
                "\n- {} ms\n\n```sql\n{statement}\n```",
                milliseconds(asked.took)
            );
        }
    }
    text
}

async fn run(arguments: &Arguments) -> Told<()> {
    counting::begin()?;
    let mut funds = Vec::new();
    for database in &arguments.database {
        funds.push(measured(arguments, database).await?);
    }
    if let (Some(path), Some(last)) = (&arguments.slow, funds.last()) {
        std::fs::write(path, slow(last))?;
    }
    println!("Times in milliseconds; one client, then {CLIENTS} at once.\n");
    println!("{}", table(&funds));
    Ok(())
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = actix_web::rt::System::new().block_on(run(&arguments));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
