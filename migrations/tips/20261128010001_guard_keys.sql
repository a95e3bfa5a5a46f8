-- A key of an agency that has recipients needs more than two votes: one of these, or time to say no.
alter table tip_key add column offered_by integer; -- their vote never counts
alter table tip_key add column confirmed_peer integer; -- of the agency's recipients, who compared the fingerprint too
-- With both votes: the day on which everyone concerned had been told. It counts three full days later.
alter table tip_key add column waits_from text;
update tip_key set offered_by = (select actor from tip_audit where action = 'key.send' and subject = tip_key.id);

-- Who has yet to be told that a key waits.
create table tip_notice (
    key_id blob not null references tip_key (id),
    account integer not null,
    primary key (key_id, account)
) strict, without rowid;
