DROP TABLE anchors;
