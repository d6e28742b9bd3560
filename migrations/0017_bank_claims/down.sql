DROP TABLE bank_claims;
DROP TABLE bank_files;
