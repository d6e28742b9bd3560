//! A review as it is read.

use crate::reviews::model::Review;
use crate::words::Say;

/// A review.
#[derive(Debug)]
pub(in crate::web::pages) struct Sheet {
    /// By whom, as far as the reader may know.
    pub(in crate::web::pages) by: String,
    /// Criterion, mark, justification.
    pub(in crate::web::pages) scores: Vec<[String; 3]>,
    pub(in crate::web::pages) for_applicant: String,
    pub(in crate::web::pages) for_panel: String,
}

impl Sheet {
    pub(in crate::web::pages) fn of(say: &Say, review: &Review) -> Self {
        let scores = review.scores.iter().map(|score| {
            [
                score.name.clone(),
                score.mark.clone().unwrap_or_default(),
                score.justification.clone(),
            ]
        });
        Self {
            by: review
                .reviewer
                .clone()
                .unwrap_or_else(|| say.t("a-reviewer")),
            scores: scores.collect(),
            for_applicant: review.for_applicant.clone(),
            for_panel: review.for_panel.clone(),
        }
    }
}
