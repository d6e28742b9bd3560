//! What is wrong with what a person typed, field by field.

use super::code::code_enum;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

code_enum! {
    /// What is wrong with one field. Its sentence is the message `fault-<code>`.
    pub enum FaultCode {
        /// Nothing was given.
        Required = "required",
        /// Longer than allowed; the limit says how long.
        TooLong = "too_long",
        /// Shorter than allowed.
        TooShort = "too_short",
        /// Not a whole number.
        NotANumber = "not_a_number",
        /// No whole number.
        NotAWholeNumber = "not_a_whole_number",
        /// A mark between three digits, which may stand for thousands or for decimals.
        AmbiguousAmount = "ambiguous_amount",
        /// More decimals than the currency has.
        TooManyDecimals = "too_many_decimals",
        /// Above the limit.
        TooLarge = "too_large",
        /// Below the limit.
        TooSmall = "too_small",
        /// Not a date.
        NotADate = "not_a_date",
        /// A year no date of a fund lies in: a slip of the pen.
        UnlikelyYear = "unlikely_year",
        /// Not a date with a time.
        NotATime = "not_a_time",
        /// Not a time zone.
        UnknownZone = "unknown_zone",
        /// The clocks skip this local time.
        TimeDoesNotExist = "time_does_not_exist",
        /// The clocks pass this local time twice.
        TimeIsAmbiguous = "time_is_ambiguous",
        /// Not a currency.
        UnknownCurrency = "unknown_currency",
        /// Another currency than the fund's; the limit names the fund's.
        NotTheFundsCurrency = "not_the_funds_currency",
        /// Not a country of the list.
        UnknownCountry = "unknown_country",
        /// Not an e-mail address.
        NotAnEmail = "not_an_email",
        /// Not an address of the web.
        NotAWebsite = "not_a_website",
        /// Not the number of an account.
        NotAnIban = "not_an_iban",
        /// The check digits of an account's number do not fit the rest.
        IbanMistyped = "iban_mistyped",
        /// Not as long, or not built, as the numbers of its country are.
        IbanOfCountry = "iban_of_country",
        /// Not the code of a bank.
        NotABic = "not_a_bic",
        /// What no holder of an account is called.
        NotAName = "not_a_name",
        /// A word of several scripts, which may pass for another.
        MixedScripts = "mixed_scripts",
        /// A letter that a payment order cannot print, and that has no settled spelling.
        NoPlainSpelling = "no_plain_spelling",
        /// A spelling that a person has to look at first.
        ConfirmSpelling = "confirm_spelling",
        /// No file was chosen.
        NoFile = "no_file",
        /// Neither a file of the bank nor its message.
        NoEvidence = "no_evidence",
        /// The bank's file is about another instruction of the payment.
        OfAnotherInstruction = "of_another_instruction",
        /// Before the fund was founded.
        BeforeTheFounding = "before_the_founding",
        /// Not one of the choices.
        UnknownChoice = "unknown_choice",
        /// Not a mark from 0 to 5 in half points.
        NotAHalfPoint = "not_a_half_point",
        /// Not a percentage with at most two decimals.
        NotAPercentage = "not_a_percentage",
        /// A member of JSON that comes twice.
        Repeated = "repeated",
        /// Not in the form expected.
        Malformed = "malformed",
        /// This number of a register stands here already.
        RegisteredAlready = "registered_already",
        /// An organisation of this name is registered in this country.
        NameRegistered = "name_registered",
        /// No organisation with this number is registered.
        NotRegistered = "not_registered",
        /// Acts for the organisation already.
        MemberAlready = "member_already",
        /// Has asked to join already.
        AskedAlready = "asked_already",
        /// An invitation waits, or was declined not long ago.
        InvitedAlready = "invited_already",
        /// As many letters went there as may in an hour.
        EnoughLetters = "enough_letters",
        /// The address the account has already.
        AddressIsYours = "address_is_yours",
        /// In use already.
        AlreadyTaken = "already_taken",
        /// No such thing.
        NotFound = "not_found",
        /// Must lie after the other time.
        MustBeLater = "must_be_later",
        /// Further ahead than anybody plans.
        TooFarAhead = "too_far_ahead",
        /// Signs alone, without a letter or a figure.
        SignsAlone = "signs_alone",
        /// The parts must add up to the limit.
        MustSum = "must_sum",
        /// Equals need an order that people give them.
        NeedsAnOrder = "needs_an_order",
        /// Does not match.
        Mismatch = "mismatch",
        /// Not the right password.
        WrongPassword = "wrong_password",
        /// The password is right, and the second factor's code is missing.
        SecondFactorRequired = "second_factor_required",
        /// The time between password and code is over, or the account has changed since.
        TicketIsOver = "ticket_is_over",
        /// Not a code of the second factor that is good now, or one that was used already.
        WrongCode = "wrong_code",
        /// A code of the second factor that was right and is used, or older than one that is.
        UsedCode = "used_code",
        /// What came of a passkey is not what it was asked for.
        WrongPasskey = "wrong_passkey",
        /// The passkey was asked too long ago.
        PasskeyTooLate = "passkey_too_late",
        /// The browser gave no passkey.
        NoPasskey = "no_passkey",
        /// As many passkeys as one person may have.
        TooManyPasskeys = "too_many_passkeys",
        /// The address of the fund is no name, to which a passkey could belong.
        NoNameForPasskeys = "no_name_for_passkeys",
        /// A password everyone tries first.
        CommonPassword = "common_password",
        /// A password of keys that lie side by side.
        PasswordKeys = "password_keys",
        /// A password of repeats or sequences.
        PasswordRepeats = "password_repeats",
        /// A password around a date or a year.
        PasswordDates = "password_dates",
        /// A password of the person's own name, address, organisation or fund.
        PasswordOwnWords = "password_own_words",
        /// A type of file that is not taken.
        FileType = "file_type",
        /// A type of file in which no bank writes.
        BankFileType = "bank_file_type",
        /// A name that does not end as files of its type do; the limit is the ending.
        FileEnding = "file_ending",
        /// A file that cannot be read to its end.
        FileBroken = "file_broken",
        /// A file that nobody can read without a password.
        FileLocked = "file_locked",
        /// A document with macros or controls.
        FileMacros = "file_macros",
        /// A document that holds a program or a packed file; the limit is its name.
        FileHoldsFile = "file_holds_file",
        /// A file that is far larger when unpacked.
        FileUnpacks = "file_unpacks",
        /// A PDF that runs scripts or starts programs.
        FileScripts = "file_scripts",
        /// A file that did not arrive in time; the limit is the time in seconds.
        FileTooSlow = "file_too_slow",
        /// A file above the limit.
        FileTooLarge = "file_too_large",
        /// All files of an application together; the limit is in MiB.
        FilesTooLarge = "files_too_large",
        /// All files of a person to open calls together; the limit is in MiB.
        FilesOfOneTooLarge = "files_of_one_too_large",
        /// All files of the bank to one payout together; the limit is in MiB.
        BankFilesTooLarge = "bank_files_too_large",
        /// More files of the bank to one payout than the limit.
        TooManyBankFiles = "too_many_bank_files",
        /// More files of an application than the limit.
        TooManyFiles = "too_many_files",
        /// More drafts of one person in a call than the limit.
        TooManyDrafts = "too_many_drafts",
        /// A file without content.
        EmptyFile = "empty_file",
        /// More of them than the limit.
        TooMany = "too_many",
        /// Fewer of them than the limit.
        TooFew = "too_few",
        /// Not allowed here.
        NotAllowed = "not_allowed",
        /// Not more than zero.
        NotPositive = "not_positive",
        /// Nobody asks for anything.
        NothingRequested = "nothing_requested",
        /// All together ask for more than the limit.
        TogetherTooLarge = "together_too_large",
        /// The same organisation stands in the consortium already.
        ParticipantTwice = "participant_twice",
        /// The applicant is not among the participants.
        ApplicantMissing = "applicant_missing",
        /// It must be said what was seen.
        NotSeen = "not_seen",
        /// A field nobody knows.
        UnknownField = "unknown_field",
    }
}

/// One thing wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Fault {
    /// What is wrong.
    pub code: FaultCode,
    /// The limit that was passed, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl Fault {
    /// A fault without a limit.
    pub fn new(code: FaultCode) -> Self {
        Self { code, limit: None }
    }

    /// A fault with the limit that was passed.
    pub fn limited(code: FaultCode, limit: impl ToString) -> Self {
        Self {
            code,
            limit: Some(limit.to_string()),
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.limit {
            Some(limit) => write!(f, "{} ({limit})", self.code),
            None => write!(f, "{}", self.code),
        }
    }
}

/// Everything wrong with an input: faults by the path of their field, as in `participants[7].name`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Faults(BTreeMap<String, Vec<Fault>>);

impl Faults {
    /// One fault at one field.
    pub fn one(path: impl Into<String>, fault: Fault) -> Self {
        let mut faults = Self::default();
        faults.add(path, fault);
        faults
    }

    /// Adds a fault.
    pub fn add(&mut self, path: impl Into<String>, fault: Fault) {
        self.0.entry(path.into()).or_default().push(fault);
    }

    /// Adds all faults of a part under its path.
    pub fn add_under(&mut self, prefix: &str, part: Faults) {
        for (path, faults) in part.0 {
            let path = if prefix.is_empty() {
                path
            } else if path.is_empty() {
                prefix.to_owned()
            } else {
                format!("{prefix}.{path}")
            };
            self.0.entry(path).or_default().extend(faults);
        }
    }

    /// Adds the faults of another input.
    pub fn extend(&mut self, more: Faults) {
        for (path, faults) in more.0 {
            self.0.entry(path).or_default().extend(faults);
        }
    }

    /// The same faults, with rows under the paths they have from now on.
    #[must_use]
    pub fn moved(self, rows: &BTreeMap<String, String>) -> Self {
        let moved = |path: String| {
            let row = super::path::row_of(&path).map(|row| row.0);
            match row.and_then(|row| Some((row, rows.get(row)?))) {
                Some((row, to)) => path.replacen(row, to, 1),
                None => path,
            }
        };
        let faults = self.0.into_iter();
        Self(faults.map(|(path, faults)| (moved(path), faults)).collect())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many fields are at fault.
    pub fn count(&self) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(i64::MAX)
    }

    /// The faults of one field.
    pub fn at(&self, path: &str) -> &[Fault] {
        self.0.get(path).map_or(&[], Vec::as_slice)
    }

    /// Every field with its faults, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Fault])> {
        self.0
            .iter()
            .map(|(path, faults)| (path.as_str(), faults.as_slice()))
    }
}
