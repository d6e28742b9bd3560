//! From where a request comes, as far as it is told: for limits, and for people to recognise.

use super::digest::sha256_hex;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// What one party on the internet usually holds: an address of IPv4, a /64 of IPv6 (RFC 6177).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl Network {
    /// The network of an address; an address of IPv4 written as one of IPv6 is what it is.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => write!(f, "{address}"),
            IpAddr::V6(address) => write!(f, "{address}/64"),
        }
    }
}

/// Who sends a request, before it is known who they are. Nothing is known of what the program does
/// itself.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    pub network: Option<Network>,
    /// Browser and system in short words, as they call themselves.
    pub device: Option<String>,
    /// What a browser is known again by: the digest of a secret it keeps.
    pub device_hash: Option<String>,
}

impl Caller {
    /// What the device is known again by: the secret it keeps, or what it calls itself and where it
    /// is; nothing for what the program does itself.
    pub fn known_by(&self) -> Option<String> {
        let network = self.network?;
        let device = self.device.as_deref().unwrap_or_default();
        let words = || sha256_hex(format!("{device} {network}"));
        Some(self.device_hash.clone().unwrap_or_else(words))
    }

    /// The network in words; a dash where there is none.
    pub fn network_text(&self) -> String {
        self.network
            .map_or_else(|| "-".to_owned(), |network| network.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_an_address_of_ipv4_and_a_sixty_four_of_ipv6() {
        let of = |text: &str| Network::of(text.parse().unwrap()).to_string();
        assert_eq!(of("203.0.113.7"), "203.0.113.7");
        assert_eq!(of("::ffff:203.0.113.7"), "203.0.113.7");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    }
}
