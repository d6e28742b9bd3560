//! Who sends a request: the network it comes from, and what its sender calls itself.
//!
//! Anybody can write a header, so what it says of the way is believed only of proxies that the
//! settings name, and only as far as those reach.

use super::actor;
use crate::app::App;
use crate::config::{ForwardedBy, Server};
use crate::kernel::caller::{Caller, Network};
use crate::kernel::digest::sha256_hex;
use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;
use std::net::{IpAddr, SocketAddr};
use std::sync::LazyLock;
use woothee::parser::Parser;

/// Longer names of browsers are cut before they are read.
const LONGEST_NAME: usize = 512;

static BROWSERS: LazyLock<Parser> = LazyLock::new(Parser::new);

/// Who sends this.
pub(super) fn caller(app: &App, request: &HttpRequest) -> Caller {
    let peer = request.peer_addr().map(|peer| peer.ip());
    let name = app.config.server.forwarded_by.header();
    let said: Vec<&str> = request
        .headers()
        .get_all(name)
        .map(|value| value.to_str().unwrap_or_default())
        .collect();
    let named = request.headers().get(USER_AGENT);
    let secret = actor::cookie_of(app, request, actor::DEVICE);
    Caller {
        network: peer.map(|peer| Network::of(client(&app.config.server, peer, &said))),
        device: named.and_then(|name| name.to_str().ok()).and_then(device),
        device_hash: secret.map(sha256_hex),
    }
}

/// The last address on the way here that is no proxy of ours: each of those wrote down whom it was
/// asked by, and what stands before that anybody may have written.
fn client(server: &Server, peer: IpAddr, said: &[&str]) -> IpAddr {
    let is_ours = |address: &IpAddr| {
        let address = address.to_canonical();
        let mut proxies = server.trusted_proxies.iter();
        proxies.any(|proxy| proxy.0.contains(&address))
    };
    let mut client = peer;
    for hop in said.iter().rev().flat_map(|value| value.rsplit(',')) {
        if !is_ours(&client) {
            break;
        }
        let Some(address) = server.forwarded_by.address(hop) else {
            break;
        };
        client = address;
    }
    client
}

impl ForwardedBy {
    fn header(self) -> &'static str {
        match self {
            Self::XForwardedFor => "x-forwarded-for",
            Self::Forwarded => "forwarded",
        }
    }

    /// The address one hop names.
    fn address(self, hop: &str) -> Option<IpAddr> {
        match self {
            Self::XForwardedFor => address(hop),
            // RFC 7239: `for="[2001:db8::1]:4711";proto=https`.
            Self::Forwarded => hop.split(';').find_map(|pair| {
                let (name, value) = pair.split_once('=')?;
                let is_for = name.trim().eq_ignore_ascii_case("for");
                is_for.then(|| address(value.trim().trim_matches('"')))?
            }),
        }
    }
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let address = bare.unwrap_or(text).parse().ok();
    address.or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// Browser and system in short words, as in "Firefox, Linux".
fn device(name: &str) -> Option<String> {
    let name: String = name.chars().take(LONGEST_NAME).collect();
    let known = |word: &str| !word.is_empty() && word != "UNKNOWN";
    let words = match BROWSERS.parse(&name) {
        Some(found) => [found.name.to_owned(), found.os.to_owned()].into_iter(),
        None => [String::new(), String::new()].into_iter(),
    };
    let words: Vec<String> = words.filter(|word| known(word)).collect();
    if !words.is_empty() {
        return Some(words.join(", "));
    }
    // A program says its name before a slash.
    let program: String = name
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(*letter))
        .take(40)
        .collect();
    (!program.is_empty()).then_some(program)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn server(by: ForwardedBy) -> Server {
        let proxies = "JOINTFUND_SERVER__TRUSTED_PROXIES".to_owned();
        let networks = "10.0.0.0/8,2001:db8:ffff::/48".to_owned();
        let config = Config::load(None, std::iter::once((proxies, networks))).unwrap();
        Server {
            forwarded_by: by,
            ..config.server
        }
    }

    #[test]
    fn a_header_is_believed_of_our_proxies_alone_and_from_the_right() {
        let server = server(ForwardedBy::XForwardedFor);
        let of =
            |peer: &str, said: &[&str]| client(&server, peer.parse().unwrap(), said).to_string();
        assert_eq!(of("203.0.113.7", &["6.6.6.6"]), "203.0.113.7");
        assert_eq!(of("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(of("10.0.0.1", &["198.51.100.4"]), "198.51.100.4");
        assert_eq!(of("::ffff:10.0.0.1", &["198.51.100.4:80"]), "198.51.100.4");
        assert_eq!(
            of("10.0.0.1", &["6.6.6.6, 198.51.100.4, 10.0.0.9"]),
            "198.51.100.4"
        );
        assert_eq!(of("10.0.0.1", &["6.6.6.6", "198.51.100.4"]), "198.51.100.4");
        assert_eq!(of("10.0.0.1", &["198.51.100.4, nonsense"]), "10.0.0.1");
        assert_eq!(
            of("2001:db8:ffff::1", &["[2001:db8::5]:4711"]),
            "2001:db8::5"
        );
    }

    #[test]
    fn the_header_of_rfc_7239_is_read_where_the_settings_say_so() {
        let server = server(ForwardedBy::Forwarded);
        let of = |said: &str| client(&server, "10.0.0.1".parse().unwrap(), &[said]).to_string();
        assert_eq!(
            of("for=6.6.6.6, For=198.51.100.4;proto=https"),
            "198.51.100.4"
        );
        assert_eq!(of("proto=https;for=\"[2001:db8::5]:4711\""), "2001:db8::5");
        assert_eq!(of("for=unknown"), "10.0.0.1");
    }

    #[test]
    fn a_device_is_named_in_short_words() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        assert_eq!(device(firefox).as_deref(), Some("Firefox, Linux"));
        assert_eq!(device("ourscript/1.0").as_deref(), Some("ourscript"));
        assert_eq!(device("<script>"), None);
    }
}
