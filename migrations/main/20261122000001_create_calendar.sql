-- Elections, their stages, and when whom to remind. Days are written YYYY-MM-DD: a stage is a
-- matter of the calendar, not of a moment.
create table election (
    id integer primary key,
    slug text not null check (length(slug) between 1 and 64),
    name text not null check (length(name) between 1 and 150),
    -- The times at which reminders may go out, minutes after midnight at the recipient's place.
    hours_from integer not null default 420 check (hours_from between 0 and 1438),
    hours_to integer not null default 1260 check (hours_to between 1 and 1440),
    weekends integer not null default 1 check (weekends in (0, 1)),
    weekly_cap integer not null default 5 check (weekly_cap between 1 and 21), -- reminders for one person, Monday to Sunday
    created_at integer not null,
    removed_at integer, -- what is removed stays, for the campaigns that were sent for it
    check (hours_from < hours_to)
) strict;
create unique index election_slug on election (slug) where removed_at is null;

create table stage (
    id integer primary key,
    election_id integer not null references election (id),
    kind text not null check (kind in ('campaign', 'quiet', 'vote', 'other')),
    name text not null check (length(name) between 1 and 150),
    first_day text not null check (first_day glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    last_day text not null check (last_day glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    removed_at integer,
    check (first_day <= last_day)
) strict;
create unique index stage_name on stage (election_id, name) where removed_at is null;

-- A rule is a stage ± days at a local time. Whatever would move or change its waves raises the
-- version; waves due before `since` belong to an earlier one.
create table rule (
    id integer primary key,
    stage_id integer not null references stage (id),
    anchor text not null check (anchor in ('first', 'last')), -- which day of the stage is counted from
    days integer not null check (days between -365 and 365), -- negative: before it
    minute integer not null check (minute between 0 and 1439), -- after midnight, local
    segment text not null check (json_valid(segment)),
    content text not null check (json_valid(content)),
    mandatory integer not null check (mandatory in (0, 1)),
    repeat_days integer check (repeat_days between 1 and 60), -- again every so many days until the stage's last day, to those who still owe
    enabled integer not null default 1 check (enabled in (0, 1)),
    version integer not null default 1 check (version >= 1),
    since integer not null,
    created_at integer not null,
    created_by integer, -- Telegram id; null: by command line
    removed_at integer
) strict;
create index rule_stage on rule (stage_id) where removed_at is null;
create index stage_election on stage (election_id);
