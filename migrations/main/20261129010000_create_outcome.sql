-- What came of a change that someone asked for, for the case that its update comes a second time. Forgotten after two days.
create table outcome (
    cause blob not null check (length(cause) = 16), -- a hash that tells the update from others
    change text not null check (length(change) between 1 and 40),
    result text not null check (json_valid(result)),
    at integer not null,
    primary key (cause, change)
) strict, without rowid;
create index outcome_at on outcome (at);

-- One half of what codes follow from that an update makes; the other is the bot's token.
create table code_seed (
    id integer primary key check (id = 1),
    seed blob not null check (length(seed) = 32)
) strict;
insert into code_seed (id, seed) values (1, randomblob(32));
