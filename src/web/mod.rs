//! The only folder that knows HTTP: pages, the JSON API, and the server of both.

mod actor;
mod addresses;
mod answer;
mod api;
mod body;
mod browse;
mod caller;
mod carried;
mod enrol;
mod files;
mod frame;
mod guard;
mod layout;
mod limits;
mod machine;
mod passkeys;
mod press;
mod request;
mod sent;
mod session;
mod submit;
mod unrepeated;
mod uploads;

pub mod ask;
pub mod block;
pub mod deed;
pub mod door;
pub mod form;
pub mod ids;
pub mod openapi;
pub mod pages;
pub mod parts;
pub mod permitted;
pub mod proof;
pub mod read;
pub mod routes;
pub mod screen;
pub mod shape;
pub mod table;
pub mod url;

use crate::app::App;
use crate::files::upload;
use actix_web::dev::Server;
use actix_web::rt::net::TcpStream;
use actix_web::web::{self, Data};
use actix_web::{App as Web, HttpServer, middleware};
use socket2::SockRef;
use std::any::Any;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

/// Connections that one of the server's threads holds at once.
const CONNECTIONS: usize = 4096;

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
    let head = Duration::from_secs(app.config.server.head_seconds);
    let unread = Duration::from_secs(app.config.server.unread_seconds);
    let longest = Duration::from_secs(app.config.server.upload_seconds);
    upload::close(&app.config.storage)?;
    upload::sweep(&app.config.storage, longest)?;
    let (data, places) = (
        Data::new(app.clone()),
        Data::new(uploads::Places::default()),
    );
    let limits = Data::new(limits::Limits::new(&app.config.limits, app.clock.clone()));
    let server = HttpServer::new(move || {
        Web::new()
            .app_data(data.clone())
            .app_data(places.clone())
            .app_data(limits.clone())
            .wrap(middleware::Compress::default())
            .wrap(middleware::from_fn(guard::headers))
            .configure(addresses::all)
            .default_service(web::to(browse::nowhere))
    })
    .workers(2)
    .max_connections(CONNECTIONS)
    .on_connect(move |connection, _| end_unread(connection, unread))
    .client_request_timeout(head)
    .shutdown_timeout(shutdown)
    .listen(listener)?
    .run();
    Ok((server, address))
}

/// Lets the system end a connection whose other side takes nothing of an answer for so long: actix
/// waits for ever (RFC 5482). Where a system cannot, a proxy in front of the server may.
fn end_unread(connection: &dyn Any, after: Duration) {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    if let Some(stream) = connection.downcast_ref::<TcpStream>()
        && let Err(error) = SockRef::from(stream).set_tcp_user_timeout(Some(after))
    {
        tracing::warn!(%error, "whoever reads slowly is waited for");
    }
}

/// Runs work on the server's kind of runtime until it is done.
///
/// # Errors
/// What the work gives.
pub fn block_on<T>(work: impl Future<Output = std::io::Result<T>>) -> std::io::Result<T> {
    actix_web::rt::System::new().block_on(work)
}
