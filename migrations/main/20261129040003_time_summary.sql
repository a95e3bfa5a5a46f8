-- When a summary went out: it comes when the day's sending has ended, and the next one begins there.
alter table summary add column at integer;
