-- The day on which someone who could not be reached wrote or tapped again; what they missed is queued on a later
-- morning. A time of day would say when they came, and some come to hand in a tip.
alter table recipient add column returned_on text;
create index recipient_returned on recipient (returned_on) where returned_on is not null;
-- What was requeued on the spot and still waits.
update delivery set at = null where state = 'retry' and attempt = 0;
