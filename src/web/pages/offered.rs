//! Forms drawn from what the law offers: free ones as a form, those that will be free as a disabled
//! button with the reason, and no others.

use crate::case::{Offer, Offers};
use crate::error::Error;
use crate::kernel::id::PartnerId;
use crate::rules::{Action, Matter};
use crate::web::proof;
use crate::web::screen::{Field, Form, Kind};
use crate::words::Say;

/// Partners by identifier and name, for those who could act for several.
pub(super) type Partners = [(PartnerId, String)];

/// The offers of one matter of a page.
pub(super) fn of(offers: &Offers, matter: Matter) -> Offers {
    let own = offers.0.iter().filter(|offer| offer.matter == matter);
    Offers(own.cloned().collect())
}

/// The form of an action, where it is offered.
pub(super) fn form(
    say: &Say,
    offers: &Offers,
    partners: &Partners,
    action: Action,
    address: String,
    fields: Vec<Field>,
) -> Option<Form> {
    let offer = offers.shown(action)?;
    let mut form = Form::new(say, address, action.code(), fields);
    match offer.refused {
        Some(refusal) => {
            form.parts.clear();
            form.refused = Some(say.error(&Error::from(refusal)));
        }
        None => seen(say, &mut form, offer, partners),
    }
    Some(form)
}

/// Adds what the person says to have seen, and for which partner they act.
fn seen(say: &Say, form: &mut Form, offer: &Offer, partners: &Partners) {
    if let Some((name, value)) = &offer.seen {
        form.push(Field::hidden(name, value.clone()));
    }
    if offer.partners.len() > 1 {
        let choices = partners
            .iter()
            .filter(|partner| offer.partners.contains(&partner.0))
            .map(|(id, name)| (id.to_string(), name.clone()))
            .collect();
        form.push(Field::new(say, "acting_for", Kind::Radios(choices), ""));
    }
    if offer.asks_for_code {
        form.push(proof::field(say));
    }
}
