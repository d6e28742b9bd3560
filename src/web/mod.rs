//! The only folder that knows HTTP: pages, the JSON API, and the server of both.

mod actor;
mod addresses;
mod answer;
mod api;
mod body;
mod browse;
mod carried;
mod files;
mod frame;
mod guard;
mod layout;
mod machine;
mod press;
mod request;
mod session;
mod submit;
mod uploads;

pub mod ask;
pub mod block;
pub mod deed;
pub mod form;
pub mod ids;
pub mod openapi;
pub mod pages;
pub mod parts;
pub mod permitted;
pub mod read;
pub mod routes;
pub mod screen;
pub mod shape;
pub mod table;
pub mod url;

use crate::app::App;
use crate::applications::upload;
use actix_web::dev::Server;
use actix_web::web::{self, Data};
use actix_web::{App as Web, HttpServer, middleware};
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

/// Seconds for the head of a request to arrive.
const HEAD_SECONDS: u64 = 5;

/// Starts a server; gives it with the address it listens on.
///
/// # Errors
/// The address cannot be bound, or the table of addresses is broken.
pub fn serve(app: App) -> std::io::Result<(Server, SocketAddr)> {
    let listener = TcpListener::bind(app.config.server.bind)?;
    let address = listener.local_addr()?;
    let shutdown = app.config.server.shutdown_seconds;
    let faults = table::Table::shared().faults();
    if !faults.is_empty() {
        return Err(std::io::Error::other(faults.join("; ")));
    }
    let longest = Duration::from_secs(app.config.server.upload_seconds);
    upload::sweep(&app.config.storage, longest)?;
    let (data, places) = (
        Data::new(app.clone()),
        Data::new(uploads::Places::default()),
    );
    let server = HttpServer::new(move || {
        Web::new()
            .app_data(data.clone())
            .app_data(places.clone())
            .wrap(middleware::Compress::default())
            .wrap(middleware::from_fn(guard::headers))
            .configure(addresses::all)
            .default_service(web::to(browse::nowhere))
    })
    .workers(2)
    .client_request_timeout(Duration::from_secs(HEAD_SECONDS))
    .shutdown_timeout(shutdown)
    .listen(listener)?
    .run();
    Ok((server, address))
}

/// Runs work on the server's kind of runtime until it is done.
///
/// # Errors
/// What the work gives.
pub fn block_on<T>(work: impl Future<Output = std::io::Result<T>>) -> std::io::Result<T> {
    actix_web::rt::System::new().block_on(work)
}
