//! The file a fund is founded from: read whole, with all its faults at once, each with its line.

use crate::fund::input::{AddPartner, SetUpFund};
use crate::identity::input::Invite;
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::money::Currency;
use crate::kernel::text::{Country, Email, Name, PersonName, PublicCode};
use crate::kernel::time::{Date, Zone};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A person to whom an office is given.
pub(super) type Person = (PersonName, Email);

/// A partner as it is founded: what it is, what its country is called, who administers it.
#[derive(Debug, Clone)]
pub(super) struct PartnerFounded {
    pub(super) code: PublicCode,
    pub(super) name: Name,
    pub(super) country: Country,
    pub(super) land: Name,
    pub(super) zone: Zone,
    pub(super) administrator: Person,
}

/// A fund as its file founds it.
#[derive(Debug, Clone)]
pub struct Founding {
    pub(super) fund: (Name, PublicCode, Currency),
    /// The day it was founded on, where that is not the day the file is read.
    pub(super) founded_on: Option<Date>,
    pub(super) secretariat: Person,
    pub(super) system_administrator: Person,
    pub(super) partners: Vec<PartnerFounded>,
}

/// The fewest partners a fund is of: each confirms what the other proposes.
const FEWEST: usize = 2;

/// What the file says, by the path of each field.
struct Said<'a> {
    text: &'a str,
    /// Of each field what it says, and where it stands.
    fields: BTreeMap<String, (usize, Entry)>,
    /// Where tables begin.
    tables: BTreeMap<String, usize>,
    read: BTreeSet<String>,
    faults: Faults,
}

impl Said<'_> {
    /// Reads the tree into paths: `partner[1].administrator.email`, counted from one.
    fn gather(&mut self, path: &str, value: &Spanned<DeValue<'_>>) {
        let begins = value.span().start;
        match value.get_ref() {
            DeValue::Table(table) => {
                self.tables.insert(path.to_owned(), begins);
                self.gather_table(path, table);
            }
            DeValue::Array(items) => {
                for (number, item) in (1..).zip(items.iter()) {
                    self.gather(&format!("{path}[{number}]"), item);
                }
            }
            DeValue::String(words) => {
                let words = Entry::from(words.as_ref());
                self.fields.insert(path.to_owned(), (begins, words));
            }
            _ => self.fault(path, begins, Fault::new(FaultCode::Malformed)),
        }
    }

    fn gather_table(&mut self, path: &str, table: &DeTable<'_>) {
        for (name, value) in table.iter() {
            let name = name.get_ref();
            if path.is_empty() {
                self.gather(name, value);
            } else {
                self.gather(&format!("{path}.{name}"), value);
            }
        }
    }

    fn line(&self, offset: usize) -> usize {
        let before = self.text.bytes().take(offset);
        1 + before.filter(|byte| *byte == b'\n').count()
    }

    /// A fault, said with its line.
    fn fault(&mut self, path: &str, offset: usize, fault: Fault) {
        let line = self.line(offset);
        self.faults.add(format!("{line:>4} {path}"), fault);
    }

    /// Where a field stands, or the nearest table it would stand in.
    fn offset(&self, path: &str) -> usize {
        if let Some((offset, _)) = self.fields.get(path) {
            return *offset;
        }
        let mut path = path;
        while let Some((table, _)) = path.rsplit_once('.') {
            if let Some(offset) = self.tables.get(table) {
                return *offset;
            }
            path = table;
        }
        0
    }

    fn field(&mut self, table: &str, name: &str) -> Entry {
        let path = format!("{table}.{name}");
        let said = self.fields.get(&path).map(|one| one.1.clone());
        self.read.insert(path);
        said.unwrap_or_default()
    }

    /// What was read of a table; its faults are noted.
    fn checked<T>(&mut self, table: &str, read: Result<T, Faults>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(faults) => {
                for (name, faults) in faults.iter() {
                    let path = format!("{table}.{name}");
                    let offset = self.offset(&path);
                    for fault in faults {
                        self.fault(&path, offset, fault.clone());
                    }
                }
                None
            }
        }
    }

    fn person(&mut self, table: &str) -> Option<Person> {
        let input = Invite {
            name: self.field(table, "name"),
            email: self.field(table, "email"),
        };
        self.checked(table, input.parse())
    }

    fn fund(&mut self) -> Option<(Name, PublicCode, Currency)> {
        let input = SetUpFund {
            name: self.field("fund", "name"),
            prefix: self.field("fund", "prefix"),
            base_currency: self.field("fund", "base_currency"),
            ..SetUpFund::default()
        };
        self.checked("fund", input.parse())
    }

    fn founded_on(&mut self) -> Option<Option<Date>> {
        let mut reading = Reading::new();
        let day = reading.optional("founded_on", &self.field("fund", "founded_on"));
        let day = reading.finish(day);
        self.checked("fund", day)
    }

    fn partner(&mut self, table: &str) -> Option<PartnerFounded> {
        let input = AddPartner {
            code: self.field(table, "code"),
            name: self.field(table, "name"),
            country: self.field(table, "country"),
            zone: self.field(table, "zone"),
        };
        let mut reading = Reading::new();
        let land = reading.required("country_name", &self.field(table, "country_name"));
        let land = reading.finish(land);
        let administrator = self.person(&format!("{table}.administrator"));
        let (partner, land) = (
            self.checked(table, input.parse()),
            self.checked(table, land),
        );
        let (code, name, country, zone) = partner?;
        Some(PartnerFounded {
            code,
            name,
            country,
            land: land?,
            zone,
            administrator: administrator?,
        })
    }

    fn partners(&mut self) -> Option<Vec<PartnerFounded>> {
        let tables: Vec<String> = (1..)
            .map(|number: usize| format!("partner[{number}]"))
            .take_while(|table| self.tables.contains_key(table))
            .collect();
        if tables.len() < FEWEST {
            let few = Fault::limited(FaultCode::TooSmall, FEWEST.to_string());
            self.fault("partner", 0, few);
        }
        let read: Vec<_> = tables.iter().map(|table| self.partner(table)).collect();
        read.into_iter().collect()
    }

    /// Each office is somebody else's, and each partner and country stands once.
    fn once_each(&mut self) {
        for name in [".email", ".code", ".country"] {
            let mut known = BTreeSet::new();
            let fields = self.fields.iter();
            let fields = fields.filter(|(path, _)| path.ends_with(name));
            let again: Vec<(String, usize)> = fields
                .filter(|(_, (_, words))| !known.insert(words.line().to_lowercase()))
                .map(|(path, (offset, _))| (path.clone(), *offset))
                .collect();
            for (path, offset) in again {
                self.fault(&path, offset, Fault::new(FaultCode::AlreadyTaken));
            }
        }
    }

    /// What stands in the file and means nothing.
    fn nothing_else(&mut self) {
        let fields = self.fields.iter();
        let unknown: Vec<(String, usize)> = fields
            .filter(|(path, _)| !self.read.contains(*path))
            .map(|(path, (offset, _))| (path.clone(), *offset))
            .collect();
        for (path, offset) in unknown {
            self.fault(&path, offset, Fault::new(FaultCode::NotFound));
        }
    }
}

impl Founding {
    /// Reads the file.
    ///
    /// # Errors
    /// Every fault, under its line and its field.
    pub fn read(text: &str) -> Result<Self, Faults> {
        let mut said = Said {
            text,
            fields: BTreeMap::new(),
            tables: BTreeMap::new(),
            read: BTreeSet::new(),
            faults: Faults::default(),
        };
        let (tree, broken) = DeTable::parse_recoverable(text);
        for error in broken {
            let offset = error.span().map_or(0, |span| span.start);
            said.fault("", offset, Fault::new(FaultCode::Malformed));
        }
        said.gather_table("", tree.get_ref());
        let (fund, founded_on) = (said.fund(), said.founded_on());
        let secretariat = said.person("secretariat");
        let system_administrator = said.person("system_administrator");
        let partners = said.partners();
        said.once_each();
        said.nothing_else();
        let founding = (|| {
            Some(Self {
                fund: fund?,
                founded_on: founded_on?,
                secretariat: secretariat?,
                system_administrator: system_administrator?,
                partners: partners?,
            })
        })();
        match founding {
            Some(founding) if said.faults.is_empty() => Ok(founding),
            _ => Err(said.faults),
        }
    }
}
