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
/// are finished, and what the worker has under way.
pub(super) fn serve(app: App, started: impl FnOnce(SocketAddr)) -> Result<(), Failure> {
    let mailer = mailer(&app)?;
    actix_web_rt(async move {
        let (stop, stopped) = watch::channel(false);
        let worker = tokio::spawn(worker::run(app.clone(), mailer, stopped, worker::PAUSE));
        let (server, address) = web::serve(app)?;
        started(address);
        // The worker need not wait for slow requests, nor they for it.
        let told = tokio::spawn(async move {
            let _ = told_to_stop().await;
            let _ = stop.send(true);
        });
        let served = server.await;
        told.abort();
        let _ = worker.await;
        served
    })
}

/// Does the worker's work alone, until the system says stop: what is under way is finished.
pub(super) fn work(app: App) -> Result<(), Failure> {
    let mailer = mailer(&app)?;
    actix_web_rt(async move {
        let (stop, stopped) = watch::channel(false);
        let worker = tokio::spawn(worker::run(app, mailer, stopped, worker::PAUSE));
        told_to_stop().await?;
        tracing::info!("told to stop: what is under way is finished");
        let _ = stop.send(true);
        let _ = worker.await;
        Ok(())
    })
}

/// Returns once the system says stop: by the terminal, or as service managers do.
#[cfg(unix)]
async fn told_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        typed = tokio::signal::ctrl_c() => typed,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn told_to_stop() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

fn actix_web_rt(work: impl Future<Output = std::io::Result<()>>) -> Result<(), Failure> {
    Ok(web::block_on(work)?)
}
