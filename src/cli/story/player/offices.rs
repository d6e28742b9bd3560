//! What the operator does in a story: founds the fund, announces an administrator.

use super::{Player, told};
use crate::cli::story::script::{Told, fault};
use crate::db::tx::Actor;
use crate::fund;
use crate::fund::founding::{self, Founding};
use crate::identity::input::Invite;
use crate::identity::succession;
use crate::kernel::id::{AccountId, PartnerId};
use toml::{Table, Value};

/// Takes the name by which the story calls a part of the file, which is none of the file's words.
fn called(part: Option<&mut Value>) -> String {
    let name = part.and_then(Value::as_table_mut);
    let name = name.and_then(|part| part.remove("called"));
    let name = name.as_ref().and_then(Value::as_str);
    name.unwrap_or_default().to_owned()
}

impl Player {
    /// Founds the fund by the file these words make.
    pub(super) fn found(&mut self, mut says: Table) -> Told<()> {
        let secretariat = called(says.get_mut("secretariat"));
        let system_administrator = called(says.get_mut("system_administrator"));
        let mut partners = Vec::new();
        let parts = says.get_mut("partner").and_then(Value::as_array_mut);
        for part in parts.into_iter().flatten() {
            let administrator = part.get_mut("administrator");
            let administrator = called(administrator);
            partners.push((called(Some(part)), administrator));
        }
        let founding = match Founding::read(&says.to_string()) {
            Ok(founding) => founding,
            Err(faults) => return fault(format!("{faults:?}")),
        };
        let config = self.app.config.clone();
        let founded = told(self.app.write_now(Actor::Operator, |tx| {
            founding::found(tx, &config, &founding)
        }))?;
        self.name_account(&secretariat, founded.secretariat);
        self.name_account(&system_administrator, founded.system_administrator);
        for ((partner, administrator), made) in partners.into_iter().zip(founded.partners) {
            let id: PartnerId = made.0;
            self.memory.made.insert(partner, id.to_string());
            self.name_account(&administrator, made.1);
        }
        Ok(())
    }

    fn name_account(&mut self, name: &str, id: AccountId) {
        self.memory.made.insert(name.to_owned(), id.to_string());
    }

    /// Announces an administrator for a partner by its code.
    pub(super) fn announce(&self, says: &Table) -> Told<()> {
        let said = |name: &str| says.get(name).and_then(Value::as_str).unwrap_or_default();
        let partners = told(self.app.read_now(Actor::Operator, |view| {
            Ok(fund::queries::partners(view.conn)?)
        }))?;
        let Some(partner) = partners.into_iter().find(|one| one.code == said("partner")) else {
            return fault(format!("there is no partner {}", said("partner")));
        };
        let input = Invite {
            name: said("name").into(),
            email: said("email").into(),
        };
        let config = self.app.config.clone();
        told(self.app.write_now(Actor::Operator, |tx| {
            succession::announce(tx, &config, (partner.id, &partner.name), &input)
        }))?;
        Ok(())
    }
}
