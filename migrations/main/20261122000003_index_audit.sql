-- Who did what to a campaign stands on its screen, which is drawn every few seconds while it runs.
create index audit_subject on audit (subject, action);
