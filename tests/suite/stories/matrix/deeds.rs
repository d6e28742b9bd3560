//! Every deed, by everybody, on everything: who does not see it is told that it is not there, who
//! sees it and holds none of the capacities that may is told so, and all others are heard: it is done, or
//! refused for something else. The trail takes nothing that is done here, so that all stays as it is.

use super::Matrix;
use super::offers::{self, Offered};
use super::world::{self, Thing};
use diesel::connection::SimpleConnection;
use jointfund::db::{Conn, DatabaseUrl};
use jointfund::error::Error;
use jointfund::kernel::caller::Caller;
use jointfund::rules::matter::MatterKind;
use jointfund::rules::visibility::{self, Opening};
use jointfund::rules::{decide, policy};
use jointfund::web::deed::{Deed, Sent, Work};
use jointfund::web::table::Table;
use serde_json::Value;

/// What a deed of an address is about: the kind of thing, and of matter.
#[rustfmt::skip]
pub const ABOUT: &[(&str, &str, MatterKind)] = &[
    ("/calls/{id}/vote",                           "lists",         MatterKind::Ranking),
    ("/calls/{id}/reopen",                         "lists",         MatterKind::Ranking),
    ("/calls/{id}/release",                        "lists",         MatterKind::Ranking),
    ("/calls/{id}",                                "calls",         MatterKind::Call),
    ("/applications/{id}/reviewers/{assignment}",  "reviews",       MatterKind::Assignment),
    ("/applications/{id}/recusals/{recusal}",      "recusals",      MatterKind::Recusal),
    ("/applications/{id}/recus",                   "offices",       MatterKind::Offices),
    ("/applications/{id}/substitutes",             "offices",       MatterKind::Offices),
    ("/applications/{id}/files/{file}",            "files",         MatterKind::Application),
    ("/applications/{id}",                         "applications",  MatterKind::Application),
    ("/reviews/{id}",                              "reviews",       MatterKind::Assignment),
    ("/awards/{id}/bank-accounts/{account}",       "bank_accounts", MatterKind::BankAccount),
    ("/awards/{id}/milestones/{milestone}",        "milestones",    MatterKind::Milestone),
    ("/awards/{id}",                               "awards",        MatterKind::Award),
    ("/payouts/{id}/claims/{claim}",               "claims",        MatterKind::BankClaim),
    ("/payouts/{id}",                              "payouts",       MatterKind::Payout),
    ("/contributions/{contribution}/receipts/{receipt}", "receipts", MatterKind::Receipt),
    ("/contributions/{contribution}",              "contributions", MatterKind::Contribution),
    ("/people/{id}/roles/{grant}",                 "grants",        MatterKind::RoleGrant),
    ("/people/{id}",                               "people",        MatterKind::Account),
    ("/organisations/{id}/joinings/{joining}",     "joinings",      MatterKind::Joining),
    ("/organisations/{id}/members/{account}",      "members",       MatterKind::Organisation),
    ("/organisations/{id}",                        "organisations", MatterKind::Organisation),
    ("/joinings/{joining}",                        "joinings",      MatterKind::Joining),
    ("/letters/{letter}",                          "letters",       MatterKind::Letter),
    ("/partners/{partner}",                        "partners",      MatterKind::Partner),
];

/// Deeds whose matter is typed, not named in the address, or is part of one's own account; themes,
/// which all see; and what is asked of a fund that was restored, which `restoring` tells.
const APART: [&str; 5] = [
    "/calls/{id}/applications",
    "/profile/second-factor/passkeys/{id}/remove",
    "/profile/sessions/{id}/end",
    "/restores/{id}/confirm",
    "/themes/{theme}",
];

/// What is typed into fields of these names.
#[rustfmt::skip]
const TYPED: &[(&str, &str)] = &[
    ("version", "1"), ("digest", "another"), ("reason", "Because."), ("declaration", "true"),
    ("verdict", "eligible"), ("vote", "approve"), ("title", "A title"), ("report", "Done."),
    ("email", "nobody@people.example"), ("country", "XA"), ("iban", "GB82 WEST 1234 5698 7654 32"),
    ("holder", "The payee"), ("bank_name", "A bank"), ("amount", "1"), ("bank_reference", "R-1"),
    ("reference", "R-1"), ("note", "A note."), ("name", "A name"), ("registration_number", "Z-9"),
    ("address_line", "Quay Street 1"), ("postcode", "1000"), ("town", "Port Avar"),
    ("size_class", "small"), ("message", "RJCT"), ("reason_code", "AC04"),
    ("booked_on", "2027-02-20"), ("received_on", "2027-02-20"), ("pledged_on", "2027-02-20"),
    ("person", UNKNOWN), ("reviewer", UNKNOWN), ("participant", UNKNOWN),
    ("for_applicant", "Well done."), ("end_to_end_id", "E-1"), ("left_on", "2027-02-20"),
];

const UNKNOWN: &str = "0197a4f0-0000-7000-8000-000000000000";

/// Nothing that is done is kept: the trail, without which there is no deed, refuses it.
const SQLITE: &str = "CREATE TRIGGER nothing_is_done BEFORE INSERT ON audit_records \
    WHEN NEW.outcome = 'done' BEGIN SELECT RAISE(ABORT, 'nothing is done here'); END";
const POSTGRES: &str = "CREATE FUNCTION nothing_is_done() RETURNS trigger LANGUAGE plpgsql AS $$ \
    BEGIN IF NEW.outcome = 'done' THEN RAISE EXCEPTION 'nothing is done here'; END IF; \
    RETURN NEW; END $$; \
    CREATE TRIGGER nothing_is_done BEFORE INSERT ON audit_records \
    FOR EACH ROW EXECUTE FUNCTION nothing_is_done()";

impl Matrix {
    pub fn deeds(&mut self) {
        self.things.extend(world::parts(&self.fund));
        let done = self.done_so_far();
        let url: DatabaseUrl = self.fund.app.config.database.url.parse().unwrap();
        match &mut url.connect().unwrap() {
            Conn::Sqlite(inner) => inner.batch_execute(SQLITE).unwrap(),
            Conn::Postgres(inner) => inner.batch_execute(POSTGRES).unwrap(),
        }
        for deed in Table::shared()
            .deeds
            .iter()
            .filter(|deed| deed.path.contains('{'))
        {
            if APART.contains(&deed.path) {
                continue;
            }
            let about = ABOUT.iter().find(|one| deed.path.starts_with(one.0));
            let Some((_, kind, matter)) = about else {
                self.fault(format!("{} is about nothing in the table", deed.path));
                continue;
            };
            for thing in representatives(kind, &self.things[kind]) {
                for who in self.everyone() {
                    self.deed(deed, *matter, &thing, &who);
                }
            }
        }
        assert_eq!(self.done_so_far(), done, "something was done");
        for deed in &Table::shared().deeds {
            let Some(met) = self.heard.get(deed.path) else {
                continue;
            };
            if !met.contains("heard") {
                self.hollow.push(format!("{}: nobody may", deed.path));
            } else if !met.contains("offered") && !offers::answers_of(deed).is_empty() {
                self.hollow
                    .push(format!("{}: offered to nobody", deed.path));
            }
        }
    }

    fn share(&self) -> String {
        let shares =
            "CAST(min(CAST(id AS text)) AS text) AS id, '' AS one, '' AS other FROM award_shares";
        world::rows(&self.fund, shares)[0][0].clone()
    }

    fn done_so_far(&self) -> Vec<[String; 3]> {
        let done = "CAST(count(*) AS text) AS id, '' AS one, '' AS other FROM audit_records \
                    WHERE outcome = 'done'";
        world::rows(&self.fund, done)
    }

    pub fn exists_for(
        &self,
        who: &str,
        of_a_desk: bool,
        matter: MatterKind,
        thing: &Thing,
    ) -> bool {
        // A desk is its reviewer's alone, whoever else may know that there is one.
        if of_a_desk {
            return self
                .law
                .is_so("account_owner & assigned_reviewer", who, thing);
        }
        let Opening {
            sights, capacities, ..
        } = visibility::opening(matter).unwrap();
        let sees = |word: &str| self.law.is_so(word, who, thing);
        let is_public = matter == MatterKind::Call && sees("public");
        is_public
            || sights.iter().any(|sight| sees(sight.code()))
            || capacities.iter().any(|one| sees(one.code()))
    }

    fn deed(&mut self, deed: &Deed, matter: MatterKind, thing: &Thing, who: &str) {
        let action = deed.actions[0];
        let capacities = policy::row(action).unwrap().capacities;
        let may = capacities
            .iter()
            .any(|one| self.law.is_so(one.code(), who, thing));
        let of_a_desk = deed.path.starts_with("/reviews/");
        let is_hidden =
            !self.exists_for(who, of_a_desk, matter, thing) && decide::tells_of_its_matter(action);
        let expected = match (is_hidden, may) {
            (true, _) => "not there",
            (false, false) => "not in a capacity that may",
            (false, true) => "heard",
        };
        let offered = match expected {
            "heard" => self.offered(deed, thing, who),
            _ => Vec::new(),
        };
        let answer = self.tried(deed, thing, who, &offered);
        if !offered.is_empty() {
            self.heard.entry(deed.path).or_default().insert("offered");
            if let Err(told) = offers::is_as_offered(&offered, &answer) {
                self.differs(who, thing, deed.path, "", "as it is offered", &told);
            }
        }
        let found = match &answer {
            // A file is asked for before it is sent.
            Ok(_) if matches!(deed.work, Work::File(_)) => "heard",
            Ok(_) => "done",
            Err(error) if error.to_string().contains("nothing is done here") => "heard",
            Err(error) if error.code() == "internal" => "failed",
            Err(Error::NotFound(_)) => "not there",
            Err(error) => match error.code() {
                "not_in_capacity" | "capacity_elsewhere" => "not in a capacity that may",
                // Who is of the applicant's side holds no office there.
                "not_of_a_participant" if !may => "not in a capacity that may",
                _ => "heard",
            },
        };
        self.heard.entry(deed.path).or_default().insert(expected);
        if found != expected {
            let said = match &answer {
                Ok(done) => done.to_string(),
                Err(error) => format!("{found} ({})", error.code()),
            };
            self.differs(who, thing, deed.path, "", expected, &said);
        }
    }

    fn tried(
        &self,
        deed: &Deed,
        thing: &Thing,
        who: &str,
        offered: &[Offered],
    ) -> Result<Value, Error> {
        let (app, actor, ids) = (&self.fund.app, self.actor(who), self.ids_of(deed, thing));
        if let Work::File(filing) = &deed.work {
            return (filing.admits)(app, actor, &ids).map(|()| Value::Null);
        }
        let mut typed = typed(deed, &self.share());
        let free = offered.iter().find(|one| one.refused.is_none());
        for (name, seen) in free.or(offered.first()).iter().flat_map(|one| &one.seen) {
            typed[name] = Value::from(seen.clone());
        }
        let sent = Sent {
            typed,
            press: None,
            caller: Caller::default(),
        };
        deed.run(app, actor, &ids, sent).map(|done| done.body)
    }
}

/// Things of a kind, one for each way in which people stand to them.
fn representatives(kind: &str, things: &[Thing]) -> Vec<Thing> {
    let chosen: &[&str] = match kind {
        "applications" => &[
            "application",
            "alpha",
            "delta",
            "first",
            "draft",
            "rival-draft",
        ],
        "offices" => &["alpha", "delta", "draft"],
        "calls" => &["call", "trio", "listed", "sent", "sketch"],
        // Of which there are lists.
        "lists" => &["call", "listed"],
        "reviews" => &["review of alpha", "review of gamma"],
        "files" => &["file of draft", "file of gamma"],
        "people" => &["ada", "pia", "vera", "board_member2", "admin1", "root"],
        "contributions" | "receipts" | "milestones" => {
            return things
                .iter()
                .take(1)
                .chain(things.last())
                .cloned()
                .collect();
        }
        _ => return things.to_vec(),
    };
    let is_chosen = |thing: &&Thing| chosen.contains(&&*thing.name);
    things.iter().filter(is_chosen).cloned().collect()
}

/// What is typed into the fields of a deed, as far as there are words for them.
fn typed(deed: &Deed, share: &str) -> Value {
    let Work::Typed(shape, _) = &deed.work else {
        return Value::Null;
    };
    let schema = serde_json::to_value(&shape.schema).unwrap();
    let fields = schema["properties"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let word = |name: String| {
        let role = match deed.path {
            path if path.starts_with("/organisations") => "member",
            path if path.starts_with("/people") => "reviewer",
            _ => "programme_officer",
        };
        let found = TYPED.iter().find(|one| one.0 == name).map(|one| one.1);
        let word = match &*name {
            "role" => role,
            "share" => share,
            "kind" if deed.path.starts_with("/payouts") => "rejection",
            "kind" => "advance",
            _ => found?,
        };
        Some((name, Value::from(word)))
    };
    fields
        .into_iter()
        .filter_map(|(name, _)| word(name))
        .collect()
}
