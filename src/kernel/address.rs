//! Addresses of mail: one spelling for each mailbox.
//!
//! A domain of another script has two spellings, that of its people and that of the mail
//! (`bücher.example`, `xn--bcher-kva.example`). The mail's is kept and compared (UTS 46, as
//! browsers read it); people are shown the other where it passes for no third.

use super::alike;
use super::clean;
use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};

/// An address in the one spelling that is kept: the local part in lower case and NFC, the domain as
/// the mail knows it. `None` where it has no local part or no domain that the mail could know.
pub fn kept(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    let uts46 = Uts46::new();
    let domain = uts46.to_ascii(
        domain.as_bytes(),
        AsciiDenyList::STD3,
        Hyphens::CheckFirstLast,
        DnsLength::Verify,
    );
    let local = clean::composed(&clean::composed(local).to_lowercase());
    Some(format!("{local}@{}", domain.ok()?))
}

/// The key by which addresses are compared, also those that were kept when a domain still had two
/// spellings.
pub fn key(text: &str) -> String {
    let key = clean::key(text);
    kept(&key).unwrap_or(key)
}

/// An address as its people write it: each label of the domain in its own script, unless it may
/// pass for another.
pub fn shown(address: &str) -> String {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return address.to_owned();
    };
    let (domain, _) = Uts46::new().to_user_interface(
        domain.as_bytes(),
        AsciiDenyList::STD3,
        Hyphens::CheckFirstLast,
        |label, _, _| !alike::is_deceptive(&label.iter().collect::<String>()),
    );
    format!("{local}@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_has_one_spelling() {
        for same in [
            "anna@bücher.example",
            "ANNA@BÜCHER.Example",
            "anna@bu\u{308}cher.example",
            "anna@xn--bcher-kva.example",
            "anna@XN--BCHER-KVA.example",
            "anna@bücher\u{3002}example",
        ] {
            let kept = kept(same);
            assert_eq!(
                kept.as_deref(),
                Some("anna@xn--bcher-kva.example"),
                "{same}"
            );
        }
        assert_eq!(
            kept("a@straße.example").as_deref(),
            Some("a@xn--strae-oqa.example")
        );
        assert_eq!(kept("jose\u{301}@x.example"), kept("JOS\u{c9}@x.example"));
        for none in [
            "anna",
            "anna@",
            "anna@-x.example",
            "anna@a..b",
            "a@xn--a.example",
            "a@b_c.d",
        ] {
            assert_eq!(kept(none), None, "{none}");
        }
    }

    #[test]
    fn people_read_the_spelling_of_their_script_unless_it_deceives() {
        assert_eq!(shown("a@xn--bcher-kva.example"), "a@bücher.example");
        assert_eq!(shown("a@people.example"), "a@people.example");
        // The Cyrillic letters that look like "apple".
        assert_eq!(shown("a@xn--80ak6aa92e.com"), "a@xn--80ak6aa92e.com");
        assert_eq!(shown("no address"), "no address");
    }
}
