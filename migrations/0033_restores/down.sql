DROP TABLE departures;
DROP TABLE bank_states;
DROP TABLE restores;
