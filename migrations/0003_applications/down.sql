DROP TABLE eligibility_checks;
DROP TABLE attachments;
DROP TABLE budget_lines;
DROP TABLE participants;
DROP TABLE application_answers;
DROP TABLE applications;
DROP TABLE number_series;
