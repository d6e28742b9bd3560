DROP TABLE role_grants;
DROP TABLE call_approvals;
DROP TABLE call_milestones;
DROP TABLE call_questions;
DROP TABLE call_criteria;
DROP TABLE call_pots;
DROP TABLE call_themes;
DROP TABLE calls;
