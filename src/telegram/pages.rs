//! Long lists on a phone: one page of them, and the buttons to the pages beside it.

use super::{button::Button, reply::Screen};
use crate::{msg, texts::Lang};

/// Lines and buttons that a phone shows without much scrolling.
pub const PER_PAGE: usize = 8;

/// One page of a list; a page that no longer exists is the last one.
pub struct Page<'a, T> {
    pub items: &'a [T],
    /// From 0.
    pub at: usize,
    of: usize,
}

impl<'a, T> Page<'a, T> {
    pub fn of(all: &'a [T], page: u16, per_page: usize) -> Self {
        let of = all.len().div_ceil(per_page).max(1);
        let at = usize::from(page).min(of - 1);
        Self { items: all.chunks(per_page).nth(at).unwrap_or_default(), at, of }
    }

    /// Of a list that was not read to its end: `items` begin with this page, and what is beyond
    /// `per_page` says that there is another.
    pub fn beginning(items: &'a [T], page: u16, per_page: usize) -> Self {
        let (at, more) = (usize::from(page), items.len() > per_page);
        Self { items: &items[..items.len().min(per_page)], at, of: at + 1 + usize::from(more) }
    }

    pub fn turn(&self, screen: Screen, lang: Lang, button: impl Fn(u16) -> Button) -> Screen {
        let to = |at: usize| button(u16::try_from(at).unwrap_or(u16::MAX));
        let (back, on) = (msg!("admin-page-back"), msg!("admin-page-next"));
        match (self.at > 0, self.at + 1 < self.of) {
            (true, true) => screen.row(&back, lang, &to(self.at - 1)).beside(&on, lang, &to(self.at + 1)),
            (true, false) => screen.row(&back, lang, &to(self.at - 1)),
            (false, true) => screen.row(&on, lang, &to(self.at + 1)),
            (false, false) => screen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_gone_is_the_last() {
        let all: Vec<u8> = (0..17).collect();
        let page = Page::of(&all, 9, 8);
        assert_eq!((page.at, page.of, page.items), (2, 3, &all[16..]));
        assert_eq!(Page::of(&all[..0], 1, 8).items.len(), 0);
    }

    #[test]
    fn one_more_than_fits_means_another_page() {
        let all: Vec<u8> = (0..9).collect();
        let page = Page::beginning(&all, 2, 8);
        assert_eq!((page.at, page.of, page.items), (2, 4, &all[..8]));
        assert_eq!(Page::beginning(&all[..8], 2, 8).of, 3);
    }
}
