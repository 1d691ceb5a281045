"""Reports: one tree of sections, tables, plots and examples, and what turns it into a page, a terminal's text or a paper's."""
