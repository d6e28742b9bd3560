DROP INDEX passkey_challenges_by_end;
