//! Networks written as text in the settings.

use serde::{Deserialize, Deserializer};

/// A network such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy)]
pub struct Network(pub ipnet::IpNet);

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse()
            .map(Self)
            .map_err(|_| serde::de::Error::custom("not a network"))
    }
}
