//! Our own accept loop: header time-out, a cap on connections, and an end that cuts nobody off (axum #2741).

use axum::{Router, body::Body, extract::ConnectInfo, http::Request, response::Response};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{convert::Infallible, future::Future, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

const HEADERS_WITHIN: Duration = Duration::from_secs(10);
const HEADER_BYTES_MAX: usize = 16 * 1024;
const CONNECTIONS_MAX: usize = 4096;
/// Running requests have this long to finish when the process is asked to stop.
const DRAIN: Duration = Duration::from_secs(25);
/// A connection that is silent then may have a request on its way, which it still gets to send.
const ON_THE_WAY: Duration = Duration::from_secs(1);

/// Serves until `stop` is done, then lets running requests finish.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let slots = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let (connections, ending) = (TaskTracker::new(), CancellationToken::new());
    let serve_one = |stream, peer, slot| {
        connections.spawn(hold(stream, peer, router.clone(), ending.clone(), slot));
    };
    let mut stop = std::pin::pin!(stop);
    loop {
        let slot = tokio::select! {
            slot = Arc::clone(&slots).acquire_owned() => slot,
            () = &mut stop => break,
        };
        let Ok(slot) = slot else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => serve_one(stream, peer, slot),
            Err(error) => {
                // Out of file handles, most likely: wait for some to be given back instead of spinning.
                tracing::warn!(%error, "listener.accept_failed");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    // The system has let these in already; closing the listener would cut them. Asked directly, because the runtime may
    // not have heard of the newest.
    if let Ok(listener) = listener.into_std() {
        while let Ok(slot) = Arc::clone(&slots).try_acquire_owned()
            && let Ok((stream, peer)) = listener.accept()
        {
            if let Ok(stream) = stream
                .set_nonblocking(true)
                .and_then(|()| TcpStream::from_std(stream))
            {
                serve_one(stream, peer, slot);
            }
        }
    }
    ending.cancel();
    connections.close();
    if tokio::time::timeout(DRAIN, connections.wait()).await.is_err() {
        tracing::warn!("listener.drain_timed_out");
    }
}

/// Serves one connection to its end.
async fn hold(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    ending: CancellationToken,
    slot: OwnedSemaphorePermit,
) {
    let _slower_but_works = stream.set_nodelay(true);
    let (busy, mut is_busy) = watch::channel(false);
    let service = service_fn(move |request| {
        busy.send_replace(true);
        let (busy, answering) = (busy.clone(), answer(router.clone(), peer, request));
        async move {
            let answered = answering.await;
            busy.send_replace(false);
            answered
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .max_buf_size(HEADER_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        _hung_up = &mut connection => return drop(slot),
        () = ending.cancelled() => {}
    }
    // Told to end, hyper closes a connection whose request it has not read yet.
    tokio::select! {
        _hung_up = &mut connection => return drop(slot),
        _ = tokio::time::timeout(ON_THE_WAY, is_busy.wait_for(|busy| *busy)) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _hung_up = connection.await;
    drop(slot);
}

async fn answer(
    router: Router,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}
