//! Consensus, ranking and ties: whole numbers only, so that equal marks are equal.
//!
//! Marks are half points (0 to 10). Thresholds look at unweighted marks; weights, in hundredths,
//! matter for the order alone (the practice of Horizon Europe's evaluation form).

use crate::kernel::score::HalfPoints;
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
    /// The weighted sum in half hundredths of a point: half points times hundredths, nothing lost.
    pub rank_score: i32,
    /// Whether every threshold is met.
    pub passes: bool,
    /// The place set by hand among applications with the same marks.
    pub set: Option<i32>,
}

/// The best rank score there is, in half hundredths of a point: full marks in every criterion.
pub fn best_score(weighings: &[Weighing]) -> i32 {
    weighings
        .iter()
        .map(|weighing| HalfPoints::BEST.saturating_mul(weighing.weight))
        .fold(0, i32::saturating_add)
}

/// Reckons one application's figures.
pub fn assess<K>(
    key: K,
    marks: Vec<i32>,
    weighings: &[Weighing],
    total_threshold: i32,
) -> Assessed<K> {
    let total: i32 = marks.iter().sum();
    let rank_score: i32 = marks
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
        rank_score,
        passes,
        set: None,
    }
}

/// What sets an application after the one above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parting {
    /// Nothing is above it.
    First,
    /// It fails a threshold.
    Threshold,
    /// Its weighted mark.
    Score,
    /// With the same weighted mark, its mark on this criterion.
    Criterion(usize),
    /// With the same marks, the order that was set by hand.
    Order,
    /// Nothing: all its marks are the same.
    Equal,
}

/// Where an application stands on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Its place; applications with the same weighted mark share one, and the next is left free.
    pub place: i32,
    /// What sets it after the one above.
    pub parting: Parting,
}

/// The order in which criteria part applications with the same weighted mark: the heaviest first,
/// then the others as the call lists them.
pub fn tie_order(weighings: &[Weighing]) -> Vec<usize> {
    let mut order: Vec<(usize, i32)> = weighings
        .iter()
        .map(|weighing| weighing.weight)
        .enumerate()
        .collect();
    order.sort_by_key(|(index, weight)| (std::cmp::Reverse(*weight), *index));
    order.into_iter().map(|(index, _)| index).collect()
}

/// Sorts the best first and says where each stands.
///
/// Order: passing before failing; weighted mark; the criteria in the order of [`tie_order`]; the
/// order set by hand. What is equal in all of that is equal: the key only keeps it in one sequence.
pub fn rank<K: Ord>(assessed: &mut [Assessed<K>], weighings: &[Weighing]) -> Vec<Placed> {
    let order = tie_order(weighings);
    assessed.sort_by(|one, other| {
        let (found, _) = compare(one, other, &order);
        found.then_with(|| one.key.cmp(&other.key))
    });
    let mut placed: Vec<Placed> = Vec::new();
    let mut above: Option<&Assessed<K>> = None;
    for (line, one) in (1_i32..).zip(assessed.iter()) {
        let parting = above.map_or(Parting::First, |above| compare(above, one, &order).1);
        let place = match (parting, placed.last()) {
            (Parting::Criterion(_) | Parting::Order | Parting::Equal, Some(last)) => last.place,
            _ => line,
        };
        placed.push(Placed { place, parting });
        above = Some(one);
    }
    placed
}

fn compare<K>(one: &Assessed<K>, other: &Assessed<K>, order: &[usize]) -> (Ordering, Parting) {
    let by_pass = other.passes.cmp(&one.passes);
    if by_pass != Ordering::Equal {
        return (by_pass, Parting::Threshold);
    }
    let by_score = other.rank_score.cmp(&one.rank_score);
    if by_score != Ordering::Equal {
        return (by_score, Parting::Score);
    }
    for index in order {
        let by_mark = other.marks.get(*index).cmp(&one.marks.get(*index));
        if by_mark != Ordering::Equal {
            return (by_mark, Parting::Criterion(*index));
        }
    }
    let by_hand = one
        .set
        .unwrap_or(i32::MAX)
        .cmp(&other.set.unwrap_or(i32::MAX));
    if by_hand != Ordering::Equal {
        return (by_hand, Parting::Order);
    }
    (Ordering::Equal, Parting::Equal)
}

/// What one application needs of a partner's pot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need<P> {
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

/// One passing application in its turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish<P> {
    /// What it needs.
    pub needs: Vec<Need<P>>,
    /// Whether nothing parts it from the one before.
    pub is_equal: bool,
}

/// What comes of a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant<P> {
    /// The pots cover it.
    Fits(Vec<Take<P>>),
    /// They do not: so much is missing, in minor units, beside what these partners' own pots still
    /// hold.
    Short { minor: i64, of: Vec<P> },
    /// They would, but the list has ended above it.
    Ended,
    /// The pots cover some of its equals and not all: people decide which.
    Open,
}

/// The pots as they are drawn on.
#[derive(Debug, Clone)]
pub struct Pots<P> {
    /// Each partner's own.
    pub own: Vec<(P, i64)>,
    /// The common one.
    pub common: i64,
}

impl<P: Copy + Eq> Pots<P> {
    /// Draws for one application, or leaves the pots as they are.
    fn draw(&mut self, needs: &[Need<P>]) -> Option<Vec<Take<P>>> {
        let takes = fit(needs, &self.own, self.common).ok()?;
        for take in &takes {
            for pot in self.own.iter_mut().filter(|pot| pot.0 == take.partner) {
                pot.1 -= take.own;
            }
            self.common -= take.common;
        }
        Some(takes)
    }

    /// Draws for all of them, or leaves the pots as they are.
    fn draw_all(&mut self, wishes: &[Wish<P>]) -> Option<Vec<Vec<Take<P>>>> {
        let mut after = self.clone();
        let takes = wishes.iter().map(|wish| after.draw(&wish.needs)).collect();
        if Option::is_some(&takes) {
            *self = after;
        }
        takes
    }
}

/// Lets each passing application, best first, draw on the pots; `stop` ends at the first that does
/// not fit. Equals are covered together or not at all: where the pots cover only some of them, they
/// and all after them stay open, because no number that nobody sees may decide about money.
pub fn allocate<P: Copy + Eq>(wishes: &[Wish<P>], pots: &mut Pots<P>, stop: bool) -> Vec<Grant<P>> {
    let mut grants = Vec::new();
    let mut stopped = false;
    for equals in wishes.chunk_by(|_, next| next.is_equal) {
        let all = if stopped { None } else { pots.draw_all(equals) };
        if let Some(takes) = all {
            grants.extend(takes.into_iter().map(Grant::Fits));
            continue;
        }
        let some = |wish: &Wish<P>| fit(&wish.needs, &pots.own, pots.common).is_ok();
        if !stopped && equals.iter().any(some) {
            break;
        }
        grants.extend(
            equals
                .iter()
                .map(|wish| match fit(&wish.needs, &pots.own, pots.common) {
                    Ok(_) => Grant::Ended,
                    Err((minor, of)) => Grant::Short { minor, of },
                }),
        );
        stopped |= stop;
    }
    grants.resize(wishes.len(), Grant::Open);
    grants
}

/// What is taken, or how much is missing and whose own pots do not suffice.
fn fit<P: Copy + Eq>(
    needs: &[Need<P>],
    pots: &[(P, i64)],
    common: i64,
) -> Result<Vec<Take<P>>, (i64, Vec<P>)> {
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
    if gap <= common {
        return Ok(takes);
    }
    let short = takes.iter().filter(|take| take.common > 0);
    Err((gap - common, short.map(|take| take.partner).collect()))
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
        let placed = rank(&mut all, &EIQ);
        let order: Vec<_> = all
            .iter()
            .filter(|one| one.passes)
            .map(|one| one.key)
            .collect();
        assert_eq!(order, ["A01", "A02", "A03", "A04", "A05", "A06"]);
        let scores: Vec<_> = all.iter().map(|one| one.rank_score).collect();
        assert_eq!(scores, [3300, 3050, 3050, 2800, 2700, 2450, 2450, 2250]);
        let places: Vec<_> = placed.iter().map(|one| one.place).collect();
        assert_eq!(places, [1, 2, 2, 4, 5, 6, 7, 8]);
        assert_eq!(placed[2].parting, Parting::Criterion(0));
        assert_eq!(placed[6].parting, Parting::Threshold);
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

    /// Fault 32: equal marks were parted by the number of the application, unseen.
    #[test]
    fn equal_marks_share_a_place_and_the_next_is_left_free() {
        let marks = [("A04", 6), ("A03", 8), ("A02", 8), ("A01", 9)];
        let mut all: Vec<_> = marks
            .into_iter()
            .map(|(key, mark)| assess(key, vec![mark; 3], &EIQ, 18))
            .collect();
        let places: Vec<_> = rank(&mut all, &EIQ).iter().map(|one| one.place).collect();
        assert_eq!(places, [1, 2, 2, 4]);
        let order =
            |all: &[Assessed<&'static str>]| all.iter().map(|one| one.key).collect::<Vec<_>>();
        assert_eq!(order(&all), ["A01", "A02", "A03", "A04"]);
        for one in &mut all {
            one.set = match one.key {
                "A03" => Some(1),
                "A02" => Some(2),
                _ => None,
            };
        }
        let placed = rank(&mut all, &EIQ);
        assert_eq!(order(&all), ["A01", "A03", "A02", "A04"]);
        assert_eq!((placed[2].place, placed[2].parting), (2, Parting::Order));
    }

    /// Fault 32: half a hundredth was cut off, and with it the better of two was lost.
    #[test]
    fn the_weighted_mark_keeps_its_half_hundredth() {
        let odd = [Weighing {
            weight: 33,
            threshold: 0,
        }];
        let better = assess("A02", vec![7], &odd, 0);
        assert_eq!(better.rank_score, 231);
        let mut all = vec![assess("A01", vec![6], &odd, 0), better];
        rank(&mut all, &odd);
        assert_eq!(all[0].key, "A02");
    }

    fn needs() -> Vec<Wish<u8>> {
        [
            (150, 120),
            (180, 110),
            (90, 140),
            (120, 100),
            (140, 60),
            (20, 15),
        ]
        .iter()
        .map(|(one, two)| Wish {
            is_equal: false,
            needs: vec![
                Need {
                    partner: 1,
                    minor: *one,
                },
                Need {
                    partner: 2,
                    minor: *two,
                },
            ],
        })
        .collect()
    }

    fn funded(own: [(u8, i64); 2], common: i64, stop: bool) -> (Vec<usize>, Vec<(u8, i64)>, i64) {
        let mut pots = Pots {
            own: own.to_vec(),
            common,
        };
        let grants = allocate(&needs(), &mut pots, stop);
        let funded = grants
            .iter()
            .enumerate()
            .filter(|(_, grant)| matches!(grant, Grant::Fits(_)))
            .map(|(i, _)| i + 1)
            .collect();
        (funded, pots.own, pots.common)
    }

    #[test]
    fn the_worked_example_allocates_as_written() {
        let mixed = funded([(1, 500), (2, 410)], 100, false);
        assert_eq!(mixed, (vec![1, 2, 3, 4], vec![(1, 0), (2, 0)], 0));
        let skip = funded([(1, 550), (2, 460)], 0, false);
        assert_eq!(skip, (vec![1, 2, 3, 6], vec![(1, 110), (2, 75)], 0));
        let stop = funded([(1, 550), (2, 460)], 0, true);
        assert_eq!(stop, (vec![1, 2, 3], vec![(1, 130), (2, 90)], 0));
    }

    /// Fault 32: among equals the money went to the lower number.
    #[test]
    fn among_equals_no_unseen_number_decides_about_money() {
        let one = |minor, is_equal| Wish {
            needs: vec![Need {
                partner: 1_u8,
                minor,
            }],
            is_equal,
        };
        let drawn = |wishes: &[Wish<u8>], own| {
            let mut pots = Pots {
                own: vec![(1, own)],
                common: 0,
            };
            allocate(wishes, &mut pots, false)
                .iter()
                .map(|grant| match grant {
                    Grant::Fits(_) => 'f',
                    Grant::Short { .. } | Grant::Ended => 's',
                    Grant::Open => 'o',
                })
                .collect::<String>()
        };
        let equals = [
            one(40, false),
            one(30, false),
            one(30, true),
            one(10, false),
        ];
        assert_eq!(drawn(&equals, 110), "ffff", "both fit");
        assert_eq!(
            drawn(&equals, 80),
            "fooo",
            "one of the two fits: people decide"
        );
        assert_eq!(drawn(&equals, 55), "fssf", "neither fits");
        let ordered = [
            one(40, false),
            one(30, false),
            one(30, false),
            one(10, false),
        ];
        assert_eq!(drawn(&ordered, 80), "ffsf");
    }
}
