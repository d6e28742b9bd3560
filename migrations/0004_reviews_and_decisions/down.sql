DROP TABLE decision_votes;
DROP TABLE ranking_takes;
DROP TABLE ranking_entries;
DROP TABLE rankings;
DROP TABLE consensus_scores;
DROP TABLE review_scores;
DROP TABLE reviews;
DROP TABLE assignments;
