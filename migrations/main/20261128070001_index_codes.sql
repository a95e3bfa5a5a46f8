-- Keys are found whatever the case of their letters: KD-001 and kd-001 are one person. Not unique: a roster imported
-- before may hold both, and nobody merges people but the agency.
create index person_key_folded on person (lower(key));
