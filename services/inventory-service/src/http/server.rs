//! The accept loop: HTTP/1.1 with limits on slow callers, and a stop that lets requests finish.

use std::{io, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    time,
};

/// How long a caller may take to send the head of a request, or be silent between two. Longer than
/// any caller keeps an idle connection (the gateway 60 s, order-service 90 s): none sends a request
/// into one that is just being closed.
const HEADER_PATIENCE: Duration = Duration::from_secs(120);
/// Most headers of a request; hyper refuses more with a bare 431. Its own limit of 100 can be met by
/// proxies that add theirs.
const MAX_HEADERS: usize = 256;
/// How long running requests may take once the service stops.
const STOP_PATIENCE: Duration = Duration::from_secs(7);

/// Serves until `stop` is ready, then until the running requests have been answered.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let connections = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => serve_connection(stream, router.clone(), &connections),
                Err(error) => pause_after(&error).await,
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    if time::timeout(STOP_PATIENCE, connections.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("stopped with requests unanswered");
    }
}

fn serve_connection(stream: TcpStream, router: Router, connections: &GracefulShutdown) {
    // Small answers must not wait for Nagle's algorithm. It can only fail on a dead connection.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_PATIENCE)
        .max_headers(MAX_HEADERS)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}

/// Out of file descriptors, most likely: without a pause the loop would spin.
async fn pause_after(error: &io::Error) {
    tracing::error!(%error, "a connection was not accepted");
    time::sleep(Duration::from_millis(100)).await;
}
