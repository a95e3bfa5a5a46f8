-- Anonymous tips, in a file of their own that is never joined with the people's. Ids are 16 random
-- bytes, days have no time, tables no rowid: nothing here says what came first within a day.
create table tip_setting (
    name text primary key,
    value blob not null
) strict, without rowid;

-- Who may open tips. An agency's offline recovery key belongs to nobody: no telegram_id, no invitation.
create table tip_recipient (
    id blob primary key check (length(id) = 16),
    agency text not null check (agency in ('bkpsdm', 'bawaslu')),
    recovery integer not null check (recovery in (0, 1)),
    label text not null check (length(label) between 1 and 100),
    -- SHA-256 of the one-time code, until it is used.
    invitation blob unique check (length(invitation) = 32),
    invited_by integer,
    expires_on text,
    telegram_id integer,
    language text,
    retired_on text,
    check (recovery = 0 or (invitation is null and telegram_id is null))
) strict, without rowid;
-- One account receives for one agency.
create unique index tip_recipient_account on tip_recipient (telegram_id) where retired_on is null;

create table tip_key (
    id blob primary key check (length(id) = 16),
    recipient_id blob not null references tip_recipient (id),
    public_key text not null,
    -- Leaked: its secret half was sent here by mistake. Never taken again.
    state text not null check (state in ('pending', 'active', 'refused', 'retired', 'leaked')),
    -- Two people who compared the fingerprint, one of them a superadmin.
    confirmed_super integer,
    confirmed_other integer,
    changed_on text not null,
    check (state <> 'active' or (confirmed_super is not null and confirmed_other is not null)),
    check (confirmed_super is null or confirmed_other is null or confirmed_super <> confirmed_other)
) strict, without rowid;
create unique index tip_key_one on tip_key (recipient_id, state) where state in ('pending', 'active');

create table tip_case (
    id blob primary key check (length(id) = 16),
    -- SHA-256 of what the receipt derives to; the receipt itself is nowhere.
    locator blob not null unique check (length(locator) = 32),
    -- Replies are sealed to it; its secret half is derived from the receipt.
    reply_key text not null,
    received_on text not null
) strict, without rowid;

create table tip_handling (
    case_id blob not null references tip_case (id) on delete cascade,
    agency text not null check (agency in ('bkpsdm', 'bawaslu')),
    status text not null check (status in ('received', 'reviewed', 'follow_up', 'done', 'rejected')),
    -- Something came from the reporter that this agency has not fetched.
    unread integer not null check (unread in (0, 1)),
    -- The last item of the reporter's that this agency has fetched.
    fetched integer not null default 0,
    merged_into blob references tip_case (id) on delete set null,
    changed_on text not null,
    closed_on text,
    primary key (case_id, agency),
    check ((closed_on is not null) = (status in ('done', 'rejected')))
) strict, without rowid;
create index tip_handling_merged on tip_handling (merged_into) where merged_into is not null;

-- What is sealed: to the agencies' keys, replies to the receipt's as well.
create table tip_item (
    id blob primary key check (length(id) = 16),
    case_id blob not null references tip_case (id) on delete cascade,
    n integer not null,
    kind text not null check (kind in ('report', 'addition', 'reply', 'note')),
    -- Of replies and notes.
    agency text check (agency in ('bkpsdm', 'bawaslu')),
    author blob references tip_recipient (id),
    on_day text not null,
    -- A reply that the reporter has not seen.
    unread integer not null check (unread in (0, 1)),
    sealed blob not null,
    check ((kind in ('reply', 'note')) = (agency is not null)),
    check (kind = 'reply' or unread = 0),
    unique (case_id, n)
) strict, without rowid;

-- Who did what, on which day; never what it said.
create table tip_audit (
    id blob primary key check (length(id) = 16),
    on_day text not null,
    actor integer,
    action text not null,
    case_id blob,
    subject blob
) strict, without rowid;

-- Digests sent, so that a restart repeats none.
create table tip_digest (
    slot text not null,
    recipient_id blob not null references tip_recipient (id),
    primary key (slot, recipient_id)
) strict, without rowid;
