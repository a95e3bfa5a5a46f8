-- Each agency has a copy of its own, sealed to its keys alone, and sees nothing of it before a digest.
create table tip_item_apart (
    id blob primary key check (length(id) = 16),
    case_id blob not null references tip_case (id) on delete cascade,
    -- Counted for each agency. Below zero: it came since the last digest, -1 first.
    n integer not null check (n <> 0),
    kind text not null check (kind in ('report', 'addition', 'reply', 'note')),
    -- Whose keys it is sealed to; replies also to the receipt's, notes to their author's alone.
    agency text not null check (agency in ('bkpsdm', 'bawaslu')),
    -- Of replies and notes.
    author blob references tip_recipient (id),
    on_day text not null,
    -- A reply that the reporter has not seen.
    unread integer not null check (unread in (0, 1)),
    sealed blob not null,
    -- SHA-256 of what is sealed; none of what came before there were any.
    digest blob check (length(digest) = 32),
    -- What stood here until it was sealed anew, kept until someone of the agency has compared.
    former blob,
    check (kind = 'reply' or unread = 0),
    unique (case_id, agency, n)
) strict, without rowid;

insert into tip_item_apart (id, case_id, n, kind, agency, author, on_day, unread, sealed)
select case row_number() over (partition by i.id order by h.agency) when 1 then i.id else randomblob(16) end,
    i.case_id, i.n, i.kind, h.agency, i.author, i.on_day, i.unread, i.sealed
from tip_item i join tip_handling h on h.case_id = i.case_id and (i.agency is null or h.agency = i.agency);

drop table tip_item;
alter table tip_item_apart rename to tip_item;

-- Whether the agency may know of the case: from the first digest after it came.
alter table tip_handling add column shown integer not null default 1 check (shown in (0, 1));
