//! The server with its worker, and the worker alone.

use super::Failure;
use crate::app::App;
use crate::notifications::mailer::Mailer;
use crate::{web, worker};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::watch;

fn mailer(app: &App) -> Result<Arc<Mailer>, Failure> {
    Mailer::new(&app.config.mail)
        .map(Arc::new)
        .map_err(Failure::Words)
}

/// Serves pages and API with the worker beside them, until the system says stop: requests under way
/// are finished, then the worker's round.
pub(super) fn serve(app: App, started: impl FnOnce(SocketAddr)) -> Result<(), Failure> {
    let mailer = mailer(&app)?;
    actix_web_rt(async move {
        let (stop, stopped) = watch::channel(false);
        let worker = tokio::spawn(worker::run(app.clone(), mailer, stopped));
        let (server, address) = web::serve(app)?;
        started(address);
        let served = server.await;
        let _ = stop.send(true);
        let _ = worker.await;
        served
    })
}

/// Does the worker's work alone, until the system says stop.
pub(super) fn work(app: App) -> Result<(), Failure> {
    let mailer = mailer(&app)?;
    actix_web_rt(async move {
        let (stop, stopped) = watch::channel(false);
        let worker = tokio::spawn(worker::run(app, mailer, stopped));
        tokio::signal::ctrl_c().await?;
        let _ = stop.send(true);
        let _ = worker.await;
        Ok(())
    })
}

fn actix_web_rt(work: impl Future<Output = std::io::Result<()>>) -> Result<(), Failure> {
    Ok(web::block_on(work)?)
}
