//! The only folder that knows HTTP: pages, the JSON API, and the server of both.

mod actor;
mod answer;
mod body;
mod guard;
mod handlers;
mod layout;

pub mod openapi;
pub mod pages;
pub mod routes;
pub mod screen;
pub mod table;

use crate::app::App;
use actix_web::dev::Server;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App as Web, HttpServer, middleware};
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;
use utoipa_swagger_ui::{Config as SwaggerConfig, SwaggerUi};

/// Seconds for the head of a request to arrive.
const HEAD_SECONDS: u64 = 5;

/// Starts a server; gives it with the address it listens on.
///
/// # Errors
/// The address cannot be bound.
pub fn serve(app: App) -> std::io::Result<(Server, SocketAddr)> {
    let listener = TcpListener::bind(app.config.server.bind)?;
    let address = listener.local_addr()?;
    let shutdown = app.config.server.shutdown_seconds;
    let table = Data::new(routes::Table::new());
    let data = Data::new(app.clone());
    let server = HttpServer::new(move || {
        Web::new()
            .app_data(data.clone())
            .app_data(table.clone())
            .wrap(middleware::Compress::default())
            .wrap(middleware::from_fn(guard::headers))
            .configure(|config| everything(config, &table))
            .default_service(web::to(handlers::nowhere))
    })
    .workers(2)
    .client_request_timeout(Duration::from_secs(HEAD_SECONDS))
    .shutdown_timeout(shutdown)
    .listen(listener)?
    .run();
    Ok((server, address))
}

fn everything(config: &mut ServiceConfig, table: &Data<routes::Table>) {
    handlers::specials(config);
    for (index, read) in table.reads.iter().enumerate() {
        config.route(
            &format!("/api/v1{}", read.path),
            web::get().to(handlers::answer(index)),
        );
    }
    for (index, deed) in table.deeds.iter().enumerate() {
        config.route(
            &format!("/api/v1{}", deed.path),
            web::post().to(handlers::act(index)),
        );
        config.route(deed.path, web::post().to(handlers::submit(index)));
    }
    for (index, show) in table.shows.iter().enumerate() {
        config.route(show.path, web::get().to(handlers::show(index)));
    }
    config.service(
        SwaggerUi::new("/api/docs/{_:.*}").config(SwaggerConfig::from("/api/v1/openapi.json")),
    );
}

/// Runs work on the server's kind of runtime until it is done.
///
/// # Errors
/// What the work gives.
pub fn block_on<T>(work: impl Future<Output = std::io::Result<T>>) -> std::io::Result<T> {
    actix_web::rt::System::new().block_on(work)
}
