//! `id!`: a typed identifier per entity; and the public reference numbers.

/// Declares identifiers: UUIDv7, made before the row is written, ordered by time.
macro_rules! id {
    ($( $(#[$meta:meta])* $name:ident; )+) => {
        $(
            $(#[$meta])*
            #[derive(
                Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
                serde::Serialize, serde::Deserialize, utoipa::ToSchema,
            )]
            #[serde(transparent)]
            #[schema(value_type = String, format = "uuid")]
            pub struct $name(uuid::Uuid);

            impl $name {
                /// A new identifier.
                #[expect(clippy::new_without_default, reason = "an identifier has no default")]
                pub fn new() -> Self {
                    Self(uuid::Uuid::now_v7())
                }

                /// The identifier with this value.
                pub fn from_uuid(value: uuid::Uuid) -> Self {
                    Self(value)
                }

                /// Its value.
                pub fn uuid(self) -> uuid::Uuid {
                    self.0
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    self.0.fmt(f)
                }
            }

            impl AsRef<uuid::Uuid> for $name {
                fn as_ref(&self) -> &uuid::Uuid {
                    &self.0
                }
            }

            impl From<uuid::Uuid> for $name {
                fn from(value: uuid::Uuid) -> Self {
                    Self(value)
                }
            }

            impl $crate::kernel::entry::FromEntry for $name {
                fn from_entry(text: &str) -> Result<Self, $crate::kernel::fault::Fault> {
                    text.parse().map(Self).map_err(|_| {
                        $crate::kernel::fault::Fault::new(
                            $crate::kernel::fault::FaultCode::NotFound,
                        )
                    })
                }
            }
        )+
    };
}

id! {
    /// A person's account.
    AccountId;
    /// Something awaited of somebody.
    TaskId;
    /// A session.
    SessionId;
    /// A refresh token or a one-time token.
    TokenId;
    /// Another address that is asked for an account.
    AddressChangeId;
    /// A granted role.
    RoleGrantId;
    /// The fund.
    FundId;
    /// A partner of the fund.
    PartnerId;
    /// A theme.
    ThemeId;
    /// A pledge.
    ContributionId;
    /// Money received on a pledge.
    ReceiptId;
    /// An organisation that applies.
    OrganisationId;
    /// A request to act for an organisation.
    JoiningId;
    /// A call.
    CallId;
    /// A pot of a call.
    PotId;
    /// A criterion of a call.
    CriterionId;
    /// A question of a call.
    QuestionId;
    /// A milestone of a call's template.
    CallMilestoneId;
    /// A partner's approval of a call.
    CallApprovalId;
    /// An application.
    ApplicationId;
    /// A participant of an application.
    ParticipantId;
    /// A file of an application.
    AttachmentId;
    /// Somebody who stands aside from an application.
    RecusalId;
    /// A finding on eligibility.
    EligibilityCheckId;
    /// A reviewer's assignment.
    AssignmentId;
    /// A review.
    ReviewId;
    /// A ranked list.
    RankingId;
    /// A vote on a ranked list.
    VoteId;
    /// An award.
    AwardId;
    /// What one participant gets from one pot.
    AwardShareId;
    /// A signature under an agreement.
    SignatureId;
    /// A milestone of an award.
    MilestoneId;
    /// A payee's bank account.
    BankAccountId;
    /// A payout.
    PayoutId;
    /// A seat taken on a payout.
    PayoutApprovalId;
    /// A payment order.
    PaymentOrderId;
    /// A second factor that was proved for a deed.
    ProofId;
    /// A passkey.
    PasskeyId;
    /// What an officer claims that the bank answered.
    BankClaimId;
    /// A file of the bank.
    BankFileId;
    /// The bank's confirmation of a payout.
    ConfirmationId;
    /// An entry of the journal.
    EntryId;
    /// A letter.
    LetterId;
    /// The signed heads of trail and ledger.
    AnchorId;
    /// The fund was restored from a backup.
    RestoreId;
    /// A partner's confirmation of what its bank knows.
    BankStateId;
    /// One request, as the logs and the audit trail know it.
    RequestId;
}

/// The public number of a thing: prefix, year and a running number, as in `JF-2027-0042`.
pub fn reference_number(prefix: &str, year: i32, running: i32) -> String {
    format!("{prefix}-{year}-{running:04}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_padded_to_four_and_grow_beyond() {
        assert_eq!(super::reference_number("JF", 2027, 42), "JF-2027-0042");
        assert_eq!(super::reference_number("JF", 2027, 12345), "JF-2027-12345");
    }
}
