//! What a handler leaves of a request's body is read all the same, so that the connection stays usable.
//!
//! A caller without the role is answered before its body is read. hyper then closes the connection, without
//! saying so in the answer; a gateway that sent only the head so far keeps the connection, puts the next
//! caller's request on it and has nothing but a 502 to give.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    Error,
    body::{Body, Bytes, HttpBody},
    extract::Request,
};
use http_body_util::{BodyExt, Limited};
use hyper::body::{Frame, SizeHint};
use tokio::{runtime::Handle, time};

use super::BODY_LIMIT;

/// How long a caller that has its answer may still send.
const PATIENCE: Duration = Duration::from_secs(5);

/// Sees to it that the body is read to its end, whatever the handler does with it.
pub async fn read_to_end(request: Request) -> Request {
    request.map(|body| Body::new(Remainder { body, ended: false }))
}

/// A body that is read on when nobody wants it any more.
struct Remainder {
    body: Body,
    ended: bool,
}

impl HttpBody for Remainder {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        self.ended = !matches!(frame, Some(Ok(_)));
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Remainder {
    fn drop(&mut self) {
        if self.ended || self.body.is_end_stream() {
            return;
        }
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let mut body = Limited::new(std::mem::take(&mut self.body), BODY_LIMIT);
        runtime.spawn(async move {
            let reading = async { while let Some(Ok(_)) = body.frame().await {} };
            time::timeout(PATIENCE, reading).await
        });
    }
}
