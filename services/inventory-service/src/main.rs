//! Start and stop of inventory-service.

use std::{
    io::{Read, Write},
    net::{IpAddr, SocketAddr, TcpStream},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use inventory_service::{
    App,
    auth::TokenVerifier,
    cache::Cache,
    config::Config,
    http, jobs,
    store::Store,
    telemetry::{Telemetry, logs, metrics::Metrics},
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::{Notify, watch},
};

fn main() -> ExitCode {
    let config = match Config::from_env() {
        Ok(config) => config,
        Err(reason) => {
            logs::write_start_failure(&reason);
            return ExitCode::FAILURE;
        }
    };
    if config.health_check {
        return health_check(&config);
    }
    let telemetry = match Telemetry::start(&config) {
        Ok(telemetry) => telemetry,
        Err(reason) => {
            logs::write_start_failure(&reason);
            return ExitCode::FAILURE;
        }
    };
    config.log();

    let result = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Into::into)
        .and_then(|runtime| runtime.block_on(run(&config)));
    let code = match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "inventory-service cannot run");
            ExitCode::FAILURE
        }
    };
    telemetry.shutdown();
    code
}

/// Cache → store → app → jobs → server, until SIGTERM or SIGINT; then the same backwards.
async fn run(config: &Config) -> Result<(), Box<dyn std::error::Error>> {
    let metrics = Arc::new(Metrics::new());
    let cache = Cache::new(config, Arc::clone(&metrics))?;
    let store = Store::open(config, cache.clone(), Arc::clone(&metrics)).await?;
    let app = App {
        store: store.clone(),
        cache,
        tokens: Arc::new(TokenVerifier::new(
            config.jwks_url.clone(),
            Arc::clone(&metrics),
        )?),
        metrics,
        reservation_ttl: config.reservation_ttl_seconds.duration(),
        stock_changed: Arc::new(Notify::new()),
    };

    let listener = TcpListener::bind((config.bind_address, config.http_port)).await?;
    let (stop_jobs, jobs_stop) = watch::channel(());
    let mut jobs = jobs::start(&app, config, &jobs_stop);
    tracing::info!(http_port = config.http_port, "inventory-service is ready");

    let (mut terminate, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    let stop = async {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
    };
    http::server::serve(listener, http::router(app), stop).await;

    drop(stop_jobs);
    let closing = async {
        while jobs.join_next().await.is_some() {}
        store.close().await;
    };
    if tokio::time::timeout(Duration::from_secs(1), closing)
        .await
        .is_err()
    {
        tracing::warn!("stopped with database work unfinished");
    }
    tracing::info!("stopped");
    Ok(())
}

/// For an image without curl: asks the service that runs beside this process.
fn health_check(config: &Config) -> ExitCode {
    let host = match config.bind_address {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        ip => ip,
    };
    match ask_health(SocketAddr::new(host, config.http_port)) {
        Ok(answer) if answer.starts_with("HTTP/1.1 200") => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn ask_health(address: SocketAddr) -> std::io::Result<String> {
    let patience = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&address, patience)?;
    stream.set_read_timeout(Some(patience))?;
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
