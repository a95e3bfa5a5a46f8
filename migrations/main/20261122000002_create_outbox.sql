-- Everything that is sent to many. One campaign is one message for one segment; a reminder's wave
-- (one zone, one occurrence) is a campaign as well.
create table campaign (
    id integer primary key,
    kind text not null check (kind in ('reminder', 'broadcast')),
    rule_id integer references rule (id),
    version integer,
    zone text check (zone in ('WIB', 'WITA', 'WIT')), -- only people there; null: everywhere
    occurrence integer, -- 0, 1, 2 … of a rule that repeats
    title text not null check (length(title) between 1 and 150),
    content text not null check (json_valid(content)),
    segment text not null check (json_valid(segment)),
    stage text, -- for the variables of a reminder: the stage's name …
    stage_day text, -- … and the day that is counted towards
    mandatory integer not null check (mandatory in (0, 1)), -- reaches those who muted, too
    state text not null check (state in ('scheduled', 'running', 'paused', 'done', 'cancelled', 'missed')),
    fire_at integer not null,
    deadline integer, -- what is not sent by then is skipped
    hours_from integer not null default 0, -- local minutes between which messages may go out
    hours_to integer not null default 1440,
    weekends integer not null default 1 check (weekends in (0, 1)),
    weekly_cap integer, -- null: none
    on_unknown text not null default 'hold' check (on_unknown in ('resend', 'hold')),
    paid integer not null default 0 check (paid in (0, 1)), -- allow_paid_broadcast
    resend_of integer references campaign (id), -- only those whom that one did not reach
    expected integer not null default 0, -- recipients counted when it was made
    cursor integer not null default 0, -- the last person looked at while materialising
    materialised integer not null default 0 check (materialised in (0, 1)),
    claimed integer not null default 0, -- queued deliveries up to this person have been claimed
    -- Counters, kept in the transaction of each change; never counted.
    total integer not null default 0,
    sent integer not null default 0,
    unreachable integer not null default 0,
    failed integer not null default 0,
    unknown integer not null default 0,
    skipped integer not null default 0,
    cancelled integer not null default 0,
    created_at integer not null,
    created_by integer, -- Telegram id; null: a rule
    started_at integer,
    ended_at integer,
    told_at integer, -- when its end (or that it was missed) was told to the admins
    unique (rule_id, version, zone, occurrence)
) strict;
create index campaign_open on campaign (fire_at) where state in ('scheduled', 'running', 'paused');
create index campaign_unswept on campaign (id)
    where state = 'cancelled' and total > sent + unreachable + failed + unknown + skipped + cancelled;
create index campaign_untold on campaign (id) where told_at is null;
create index campaign_resend on campaign (resend_of) where resend_of is not null;

-- One message to one person. `sending` is committed, with this process's boot, before the request is
-- written; whatever another boot left in it is unknown.
create table delivery (
    campaign_id integer not null references campaign (id),
    person_id integer not null references person (id),
    state text not null check (state in
        ('queued', 'sending', 'retry', 'sent', 'unreachable', 'failed', 'unknown', 'skipped', 'cancelled')),
    attempt integer not null default 0,
    next_at integer, -- of retry
    boot integer, -- of sending
    message_id integer, -- of sent; the first of an album
    at integer, -- of the last change of state
    reason text, -- a word of ours, never Telegram's text
    primary key (campaign_id, person_id)
) strict, without rowid;
create index delivery_retry on delivery (campaign_id, next_at) where state = 'retry';
create index delivery_sending on delivery (boot) where state = 'sending';
-- For results: who was not reached and why, without looking at everyone who was.
create index delivery_unreached on delivery (campaign_id, state, reason)
    where state in ('unreachable', 'failed', 'unknown', 'skipped');

-- What is known of a person as a recipient; no row: nothing special.
create table recipient (
    person_id integer primary key references person (id),
    muted_at integer, -- does not want the optional messages
    unreachable_at integer,
    unreachable text check (unreachable in ('blocked', 'deactivated', 'not_started', 'not_found')),
    week integer, -- the Monday, in days since 1970-01-01, of the week that is counted
    week_sent integer not null default 0 -- reminders sent in that week
) strict;
create index recipient_unreachable on recipient (person_id) where unreachable_at is not null;

-- Messages that show a campaign's progress, edited while it runs.
create table campaign_screen (
    campaign_id integer not null references campaign (id),
    telegram_id integer not null,
    message_id integer not null,
    shown integer not null default 0, -- what it shows, hashed: the same is not sent again after a restart
    primary key (campaign_id, telegram_id)
) strict, without rowid;

-- A broadcast that an admin is composing. One for each account.
create table draft (
    telegram_id integer primary key,
    parts text check (json_valid(parts)), -- the messages it is written in; null: not written yet
    segment text not null check (json_valid(segment)),
    mandatory integer not null check (mandatory in (0, 1)),
    fire_at integer, -- null: now
    hours_from integer not null, -- as in campaign
    hours_to integer not null,
    weekends integer not null check (weekends in (0, 1)),
    on_unknown text not null check (on_unknown in ('resend', 'hold')),
    paid integer not null check (paid in (0, 1)),
    screen integer, -- the message that counts the parts of an album as they arrive
    updated_at integer not null
) strict;

-- What the bot last asked an account for; its next message in private is the answer.
create table prompt (
    telegram_id integer primary key,
    topic text not null check (length(topic) between 1 and 40),
    subject integer not null,
    message_id integer, -- the message that asked
    asked_at integer not null
) strict;

-- The morning summaries that went out, one a day for each account.
create table summary (
    day text not null,
    telegram_id integer not null,
    primary key (day, telegram_id)
) strict, without rowid;
