//! Consensus, ranking and ties: whole numbers only, so that equal marks are equal.
//!
//! Marks are half points (0 to 10). Thresholds look at unweighted marks; weights, in hundredths,
//! matter for the order alone (the practice of Horizon Europe's evaluation form).

use std::cmp::Ordering;

/// A criterion's share in the ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighing {
    /// The weight in hundredths: 150 counts one and a half times.
    pub weight: i32,
    /// The least mark in half points.
    pub threshold: i32,
}

/// A spread of this many half points or more asks for a discussion.
pub const DIVERGENCE: i32 = 3;

/// The consensus mark: the median, with an even number of marks the lower of the middle two.
pub fn median(marks: &[i32]) -> Option<i32> {
    let mut sorted = marks.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

/// Whether the marks lie so far apart that the reviewers should talk.
pub fn diverges(marks: &[i32]) -> bool {
    match (marks.iter().min(), marks.iter().max()) {
        (Some(least), Some(most)) => most - least >= DIVERGENCE,
        _ => false,
    }
}

/// One application's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed<K> {
    /// Which application.
    pub key: K,
    /// Its agreed marks in half points, in the order of the criteria.
    pub marks: Vec<i32>,
    /// The sum of the marks, in half points.
    pub total: i32,
    /// The weighted sum in hundredths of a point.
    pub rank_score: i32,
    /// Whether every threshold is met.
    pub passes: bool,
}

/// Reckons one application's figures.
pub fn assess<K>(
    key: K,
    marks: Vec<i32>,
    weighings: &[Weighing],
    total_threshold: i32,
) -> Assessed<K> {
    let total: i32 = marks.iter().sum();
    let weighted: i32 = marks
        .iter()
        .zip(weighings)
        .map(|(mark, weighing)| mark * weighing.weight)
        .sum();
    let passes = total >= total_threshold
        && marks
            .iter()
            .zip(weighings)
            .all(|(mark, weighing)| *mark >= weighing.threshold);
    Assessed {
        key,
        marks,
        total,
        rank_score: weighted / 2,
        passes,
    }
}

/// Sorts the best first; gives for each but the first the word that parted it from the one above.
///
/// Order: passing before failing; rank score; the heaviest criterion, then the others in their
/// order; then the key, which is the application's number, so that a tie is never left to chance.
pub fn rank<K: Ord + Clone>(assessed: &mut [Assessed<K>], weighings: &[Weighing]) -> Vec<String> {
    let mut order: Vec<usize> = (0..weighings.len()).collect();
    order.sort_by_key(|index| {
        (
            std::cmp::Reverse(weighings.get(*index).map_or(0, |weighing| weighing.weight)),
            *index,
        )
    });
    assessed.sort_by(|one, other| compare(one, other, &order).0);
    let mut traces = vec![String::new()];
    for pair in assessed.windows(2) {
        if let [above, below] = pair {
            traces.push(compare(above, below, &order).1);
        }
    }
    traces.truncate(assessed.len());
    traces
}

fn compare<K: Ord>(one: &Assessed<K>, other: &Assessed<K>, order: &[usize]) -> (Ordering, String) {
    let by_pass = other.passes.cmp(&one.passes);
    if by_pass != Ordering::Equal {
        return (by_pass, "threshold".to_owned());
    }
    let by_score = other.rank_score.cmp(&one.rank_score);
    if by_score != Ordering::Equal {
        return (by_score, "score".to_owned());
    }
    for index in order {
        let by_mark = other.marks.get(*index).cmp(&one.marks.get(*index));
        if by_mark != Ordering::Equal {
            return (by_mark, format!("criterion-{}", index + 1));
        }
    }
    (one.key.cmp(&other.key), "number".to_owned())
}

/// What one application needs of a partner's pot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need<P> {
    /// The partner.
    pub partner: P,
    /// The amount in minor units.
    pub minor: i64,
}

/// What an application takes: from each partner's pot, and for each partner from the common pot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take<P> {
    /// The partner whose participants need it.
    pub partner: P,
    /// From the partner's own pot.
    pub own: i64,
    /// From the common pot.
    pub common: i64,
}

/// Lets each passing application, best first, draw on the pots; `stop` ends at the first that does
/// not fit. Gives what each takes, or `None` where it does not fit.
pub fn allocate<P: Copy + Eq>(
    ranked: &[Vec<Need<P>>],
    pots: &mut [(P, i64)],
    common: &mut i64,
    stop: bool,
) -> Vec<Option<Vec<Take<P>>>> {
    let mut stopped = false;
    ranked
        .iter()
        .map(|needs| {
            if stopped {
                return None;
            }
            let takes = fit(needs, pots, *common);
            match &takes {
                Some(takes) => {
                    for take in takes {
                        for pot in pots.iter_mut().filter(|pot| pot.0 == take.partner) {
                            pot.1 -= take.own;
                        }
                        *common -= take.common;
                    }
                }
                None => stopped = stop,
            }
            takes
        })
        .collect()
}

fn fit<P: Copy + Eq>(needs: &[Need<P>], pots: &[(P, i64)], common: i64) -> Option<Vec<Take<P>>> {
    let takes: Vec<Take<P>> = needs
        .iter()
        .map(|need| {
            let left = pots
                .iter()
                .find(|pot| pot.0 == need.partner)
                .map_or(0, |pot| pot.1);
            let own = need.minor.min(left);
            Take {
                partner: need.partner,
                own,
                common: need.minor - own,
            }
        })
        .collect();
    let gap: i64 = takes.iter().map(|take| take.common).sum();
    (gap <= common).then_some(takes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EIQ: [Weighing; 3] = [
        Weighing {
            weight: 100,
            threshold: 6,
        },
        Weighing {
            weight: 150,
            threshold: 6,
        },
        Weighing {
            weight: 100,
            threshold: 6,
        },
    ];

    /// The eight applications of the worked example, marks in half points.
    fn worked() -> Vec<Assessed<&'static str>> {
        [
            ("A01", [9, 10, 9]),
            ("A02", [9, 9, 8]),
            ("A03", [8, 9, 9]),
            ("A04", [8, 8, 8]),
            ("A05", [7, 8, 8]),
            ("A06", [7, 7, 7]),
            ("A07", [9, 5, 8]),
            ("A08", [6, 7, 6]),
        ]
        .into_iter()
        .map(|(key, marks)| assess(key, marks.to_vec(), &EIQ, 20))
        .collect()
    }

    #[test]
    fn the_worked_example_ranks_as_written() {
        let mut all = worked();
        all.reverse();
        let traces = rank(&mut all, &EIQ);
        let order: Vec<_> = all
            .iter()
            .filter(|one| one.passes)
            .map(|one| one.key)
            .collect();
        assert_eq!(order, ["A01", "A02", "A03", "A04", "A05", "A06"]);
        let scores: Vec<_> = all.iter().map(|one| one.rank_score).collect();
        assert_eq!(scores, [1650, 1525, 1525, 1400, 1350, 1225, 1225, 1125]);
        assert_eq!(traces[2], "criterion-1");
        assert_eq!(traces[6], "threshold");
    }

    #[test]
    fn the_median_of_the_reviewers_is_the_consensus() {
        assert_eq!(median(&[9, 9, 10]), Some(9));
        assert_eq!(median(&[7, 10, 6]), Some(7));
        assert_eq!(median(&[6, 8]), Some(6));
        assert_eq!(median(&[]), None);
        assert!(diverges(&[7, 10, 6]));
        assert!(!diverges(&[8, 9, 8]));
    }

    fn needs() -> Vec<Vec<Need<u8>>> {
        [
            (150, 120),
            (180, 110),
            (90, 140),
            (120, 100),
            (140, 60),
            (20, 15),
        ]
        .iter()
        .map(|(one, two)| {
            vec![
                Need {
                    partner: 1,
                    minor: *one,
                },
                Need {
                    partner: 2,
                    minor: *two,
                },
            ]
        })
        .collect()
    }

    fn funded(
        pots: [(u8, i64); 2],
        mut common: i64,
        stop: bool,
    ) -> (Vec<usize>, [(u8, i64); 2], i64) {
        let mut pots = pots;
        let takes = allocate(&needs(), &mut pots, &mut common, stop);
        let funded = takes
            .iter()
            .enumerate()
            .filter(|(_, take)| take.is_some())
            .map(|(i, _)| i + 1)
            .collect();
        (funded, pots, common)
    }

    #[test]
    fn the_worked_example_allocates_as_written() {
        let mixed = funded([(1, 500), (2, 410)], 100, false);
        assert_eq!(mixed, (vec![1, 2, 3, 4], [(1, 0), (2, 0)], 0));
        let skip = funded([(1, 550), (2, 460)], 0, false);
        assert_eq!(skip, (vec![1, 2, 3, 6], [(1, 110), (2, 75)], 0));
        let stop = funded([(1, 550), (2, 460)], 0, true);
        assert_eq!(stop, (vec![1, 2, 3], [(1, 130), (2, 90)], 0));
    }
}
