//! The outermost layer: request id, server span, metrics, access log, and the body of a problem.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, StatusCode, Version, header, uri::Authority},
    middleware::Next,
    response::Response,
};
use opentelemetry::global;
use prometheus_client::metrics::gauge::Gauge;
use tracing::{Instrument, Span, field::Empty};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use uuid::Uuid;

use crate::{
    App,
    problem::{Error, Problem},
    telemetry::{
        exemplars::exemplar, labels::ServerLabels, metrics::record, propagation::HeaderExtractor,
        traces,
    },
};

const REQUEST_ID: &str = "x-request-id";

/// What the end of a request must know of its start.
struct Exchange {
    method: &'static str,
    route: String,
    path: String,
    request_id: String,
    started: Instant,
}

/// Wraps every request, the unknown routes included.
pub async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("unmatched", MatchedPath::as_str)
        .to_owned();
    let exchange = Exchange {
        method: method_name(request.method()),
        path: request.uri().path().to_owned(),
        request_id: request_id(&request),
        started: Instant::now(),
        route,
    };
    if super::probes::ROUTES.contains(&exchange.route.as_str()) {
        let mut response = problem_body(next.run(request).await, &exchange.path, None);
        exchange.log(response.status(), true);
        exchange.add_request_id(&mut response);
        return response;
    }

    let _active = Active::begin(&app.metrics.http_server_active_requests);
    let span = exchange.span(&request);
    let response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| {
        let trace_id = traces::trace_id(&span);
        let mut response = problem_body(response, &exchange.path, trace_id.as_deref());
        exchange.finish(&app, &span, response.status());
        exchange.add_request_id(&mut response);
        response
    })
}

impl Exchange {
    fn span(&self, request: &Request) -> Span {
        let text = |name| {
            let value = request.headers().get(name);
            value.and_then(|value: &HeaderValue| value.to_str().ok())
        };
        let host = text(header::HOST).and_then(|host| host.parse::<Authority>().ok());
        let span = tracing::info_span!(
            "request",
            otel.name = format!("{} {}", self.method, self.route),
            otel.kind = "server",
            otel.status_code = Empty,
            error.type = Empty,
            http.request.method = self.method,
            http.route = (self.route != "unmatched").then_some(self.route.as_str()),
            http.response.status_code = Empty,
            url.path = self.path,
            url.scheme = "http",
            server.address = host.as_ref().map(Authority::host),
            server.port = host.as_ref().and_then(Authority::port_u16),
            user_agent.original = text(header::USER_AGENT),
            network.protocol.version = protocol_version(request.version()),
        );
        let caller = global::get_text_map_propagator(|propagator| {
            propagator.extract(&HeaderExtractor(request.headers()))
        });
        // Fails only for a span that is switched off.
        let _ = span.set_parent(caller);
        span
    }

    fn finish(&self, app: &App, span: &Span, status: StatusCode) {
        span.record("http.response.status_code", status.as_u16());
        if status.is_server_error() {
            span.record("otel.status_code", "ERROR");
            span.record("error.type", status.as_str());
        }
        let labels = ServerLabels {
            http_request_method: self.method,
            http_route: self.route.clone(),
            http_response_status_code: status.as_u16(),
        };
        record(
            &app.metrics.http_server_request_duration,
            &labels,
            self.started.elapsed(),
            exemplar(span),
        );
        self.log(status, false);
    }

    fn log(&self, status: StatusCode, probe: bool) {
        let status = status.as_u16();
        let duration_ms = self.started.elapsed().as_micros() as f64 / 1000.0;
        macro_rules! access_line {
            ($level:ident) => {
                tracing::$level!(
                    http_request_method = self.method,
                    http_route = self.route,
                    status,
                    duration_ms,
                    request_id = self.request_id,
                    url_path = self.path,
                    "{} {} {status} in {duration_ms:.0} ms",
                    self.method,
                    self.path,
                )
            };
        }
        if probe {
            access_line!(debug);
        } else {
            access_line!(info);
        }
    }

    fn add_request_id(&self, response: &mut Response) {
        if let Ok(value) = HeaderValue::from_str(&self.request_id) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
    }
}

/// Writes the problem that the response carries; an error that the framework made itself has none
/// and gets the one of its status. The cause of a fault is logged here, once.
fn problem_body(response: Response, path: &str, trace_id: Option<&str>) -> Response {
    let problem = match response.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None => match framework_error(response.status()) {
            Some(error) => error.into(),
            None => return response,
        },
    };
    if let Some(error) = &problem.cause {
        tracing::error!(error, status = problem.status.as_u16(), "{}", problem.title);
    }
    let mut rendered = problem.render(path, trace_id);
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            rendered.headers_mut().insert(name, value.clone());
        }
    }
    rendered
}

fn framework_error(status: StatusCode) -> Option<Error> {
    match status {
        StatusCode::NOT_FOUND => Some(Error::NotFound("there is no such route".to_owned())),
        StatusCode::METHOD_NOT_ALLOWED => Some(Error::MethodNotAllowed),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Error::PayloadTooLarge),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Some(Error::UnsupportedMediaType),
        // `/ready` answers 503 with a body of its own.
        _ if status.is_client_error() => Some(Error::field("request", "is malformed")),
        StatusCode::INTERNAL_SERVER_ERROR => Some(Error::Internal("the framework failed")),
        _ => None,
    }
}

/// Counts a request as active until it is answered or its caller has gone.
struct Active(Gauge);

impl Active {
    fn begin(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Active {
    fn drop(&mut self) {
        self.0.dec();
    }
}

fn request_id(request: &Request) -> String {
    let valid = |id: &&str| {
        (1..=64).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    request
        .headers()
        .get(REQUEST_ID)
        .and_then(|id| id.to_str().ok())
        .filter(valid)
        .map_or_else(|| Uuid::new_v4().to_string(), str::to_owned)
}

/// Methods are a label: an invented one must not make a new series.
fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        "CONNECT" => "CONNECT",
        "TRACE" => "TRACE",
        _ => "_OTHER",
    }
}

fn protocol_version(version: Version) -> &'static str {
    if version == Version::HTTP_10 {
        "1.0"
    } else {
        "1.1"
    }
}
