-- What is over goes with each question that is asked, whoever was asked.
CREATE INDEX passkey_challenges_by_end ON passkey_challenges (ends_at);
