//! A network between the service and Redis or RabbitMQ that a test can break.

use reqwest::Url;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// What happens to bytes on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Up,
    /// Connections end, new ones are closed at once.
    Down,
    /// Connections stay, and nothing comes through any more.
    Silent,
}

/// Forwards a port of its own to a server.
pub struct Proxy {
    pub url: String,
    line: watch::Sender<Line>,
}

impl Proxy {
    /// In front of the server that `url` names.
    pub async fn start(url: &str) -> Self {
        let mut url: Url = url.parse().unwrap();
        let server = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        url.set_port(Some(listener.local_addr().unwrap().port()))
            .unwrap();
        url.set_host(Some("127.0.0.1")).unwrap();
        let (line, seen) = watch::channel(Line::Up);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(forward(client, server.clone(), seen.clone()));
            }
        });
        Self {
            url: url.to_string(),
            line,
        }
    }

    pub fn set(&self, line: Line) {
        self.line.send_replace(line);
    }
}

async fn forward(mut client: TcpStream, server: String, mut line: watch::Receiver<Line>) {
    if *line.borrow_and_update() == Line::Down {
        return;
    }
    let mut server = TcpStream::connect(server).await.unwrap();
    tokio::select! {
        _ = copy_bidirectional(&mut client, &mut server) => return,
        _ = line.wait_for(|line| *line != Line::Up) => {}
    }
    // Silent: the sockets stay open until the line changes again.
    let _ = line.wait_for(|line| *line != Line::Silent).await;
}
