//! Every address with all its methods: what is not offered is refused by name, with what is.

use super::table::Table;
use super::url::Page;
use super::{api, browse, files, layout, machine, passkeys, session, submit, url};
use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Resource, Route};
use std::collections::BTreeMap;
use utoipa_swagger_ui::{Config as SwaggerConfig, SwaggerUi};

/// What one address answers to.
#[derive(Default)]
struct Ways {
    methods: Vec<Method>,
    routes: Vec<Route>,
}

/// Addresses in an order in which a literal comes before a named part: `{` sorts behind letters.
#[derive(Default)]
struct Addresses(BTreeMap<String, Ways>);

impl Addresses {
    fn add(&mut self, path: impl Into<String>, method: Method, route: Route) {
        let ways = self.0.entry(path.into()).or_default();
        ways.methods.push(method.clone());
        ways.routes.push(route.method(method));
    }

    /// Whatever can be got can be asked about: HEAD is GET without the body.
    fn get(&mut self, path: impl Into<String>, route: impl Fn() -> Route) {
        let path = path.into();
        self.add(path.clone(), Method::GET, route());
        self.add(path, Method::HEAD, route());
    }

    fn post(&mut self, path: impl Into<String>, route: Route) {
        self.add(path, Method::POST, route);
    }
}

/// Registers them all.
pub(super) fn all(config: &mut ServiceConfig) {
    let mut addresses = Addresses::default();
    of_the_table(&mut addresses);
    of_no_row(&mut addresses);
    for (path, ways) in addresses.0 {
        let methods: Vec<&str> = ways.methods.iter().map(Method::as_str).collect();
        let allowed = methods.join(", ");
        let resource = ways
            .routes
            .into_iter()
            .fold(Resource::new(path), Resource::route)
            .default_service(web::to(browse::not_offered(allowed)));
        config.service(resource);
    }
    config.service(
        SwaggerUi::new(format!("{}{{_:.*}}", url::DOCUMENTATION))
            .config(SwaggerConfig::from(url::by_api(url::DOCUMENT))),
    );
}

fn of_the_table(addresses: &mut Addresses) {
    let table = Table::shared();
    for read in &table.reads {
        addresses.get(url::by_api(read.path), || {
            web::route().to(api::answer(read))
        });
    }
    for deed in &table.deeds {
        addresses.post(url::by_api(deed.path), web::route().to(api::act(deed)));
        if !deed.is_for_programs() {
            addresses.post(deed.path, web::route().to(submit::form_of(deed)));
        }
    }
    // The front door leads whoever is signed in to their work.
    for show in table.shows.iter().filter(|show| show.page != Page::Front) {
        let pattern = show.page.pattern();
        addresses.get(pattern, || web::route().to(browse::show(show)));
    }
    for fetch in &table.fetches {
        addresses.get(fetch.path, || web::route().to(files::download(fetch)));
        addresses.get(url::by_api(fetch.path), || {
            web::route().to(files::download_by_api(fetch))
        });
    }
}

fn of_no_row(addresses: &mut Addresses) {
    addresses.get(Page::Front.pattern(), || web::route().to(browse::home));
    addresses.post("/sign-in", web::route().to(session::sign_in));
    addresses.post("/sign-out", web::route().to(session::sign_out));
    addresses.post(passkeys::ASK, web::route().to(passkeys::ask));
    addresses.post(machine::CLOCK, web::route().to(machine::turn_the_clock));
    // Those who ask these do not follow a way on.
    for path in ["/health/live", "/health/live/"] {
        addresses.get(path, || web::route().to(machine::alive));
    }
    for path in ["/health/ready", "/health/ready/"] {
        addresses.get(path, || web::route().to(machine::ready));
    }
    addresses.get(layout::style_address(), || web::route().to(machine::style));
    addresses.get(layout::script_address(), || {
        web::route().to(machine::script)
    });
    addresses.get(url::by_api(url::DOCUMENT), || {
        web::route().to(api::document)
    });
}
