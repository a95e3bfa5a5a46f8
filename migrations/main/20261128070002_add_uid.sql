-- The UID by which a calendar program knows a stage: the same event under another name is the same stage.
alter table stage add column uid text check (length(uid) between 1 and 500);
