//! Our own accept loop: a fault must be able to cut the very connection it arrived on.

use axum::{Router, body::Body};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Notify, watch},
    task::JoinHandle,
};
use tower::ServiceExt;

/// The connection a request arrived on; found in the request's extensions.
#[derive(Clone, Debug)]
pub struct Link {
    /// Counts the connections of this listener.
    pub id: u64,
    /// A second handle on the socket, to set how it closes.
    socket: Arc<TcpStream>,
    severed: Arc<Notify>,
}

impl Link {
    /// Closes the connection in the middle of whatever it is doing.
    pub fn cut(&self) {
        self.severed.notify_one();
    }

    /// As `cut`, with a reset in place of an orderly end.
    pub fn reset(&self) {
        // Should the option be refused, a plain close is still a cut.
        let _ = self.socket.set_zero_linger();
        self.cut();
    }
}

/// A listener at work. Dropping it ends it and its connections.
#[derive(Debug)]
pub struct Listening {
    pub address: SocketAddr,
    ending: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

impl Listening {
    /// Ends every connection and frees the port.
    pub async fn stop(self) {
        self.ending.send_replace(true);
        let _ = self.accepting.await;
    }
}

/// Binds and serves HTTP/1.1 until stopped.
pub async fn serve(address: SocketAddr, router: Router) -> io::Result<Listening> {
    serve_on(TcpListener::bind(address).await?, router)
}

/// As [`serve`], on a port that is open already.
pub fn serve_on(listener: TcpListener, router: Router) -> io::Result<Listening> {
    accept(listener, move |stream, id| connection(stream, id, router.clone()))
}

/// Runs `handle` for every connection until the result is stopped or dropped.
pub fn accept<Work>(
    listener: TcpListener,
    handle: impl Fn(TcpStream, u64) -> Work + Send + 'static,
) -> io::Result<Listening>
where
    Work: Future<Output = ()> + Send + 'static,
{
    let address = listener.local_addr()?;
    let (ending, ended) = watch::channel(false);
    let accepting = tokio::spawn(async move {
        let counter = AtomicU64::new(1);
        let mut ended = ended;
        loop {
            let stream = tokio::select! {
                _ = ended.changed() => return,
                accepted = listener.accept() => accepted,
            };
            // Out of handles or a peer already gone: the next one may work.
            let Ok((stream, _)) = stream else { continue };
            let work = handle(stream, counter.fetch_add(1, Ordering::Relaxed));
            let mut ended = ended.clone();
            tokio::spawn(async move {
                tokio::select! {
                    () = work => {}
                    _ = ended.changed() => {}
                }
            });
        }
    });
    Ok(Listening {
        address,
        ending,
        accepting,
    })
}

async fn connection(stream: TcpStream, id: u64, router: Router) {
    let Ok((stream, twin)) = twins(stream) else { return };
    let link = Link {
        id,
        socket: Arc::new(twin),
        severed: Arc::new(Notify::new()),
    };
    let severed = Arc::clone(&link.severed);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(link.clone());
        router.clone().oneshot(request.map(Body::new))
    });
    let serving = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        _ = serving => {}
        () = severed.notified() => {}
    }
}

fn twins(stream: TcpStream) -> io::Result<(TcpStream, TcpStream)> {
    let _ = stream.set_nodelay(true);
    let stream = stream.into_std()?;
    let twin = stream.try_clone()?;
    Ok((TcpStream::from_std(stream)?, TcpStream::from_std(twin)?))
}
