-- What a platform said becomes one of the reasons there are.
UPDATE "digests" SET "paused_because" = CASE WHEN "paused_because" LIKE 'The owner of the digest %' THEN 'ownerGone' ELSE 'gone' END
WHERE "paused_because" IS NOT NULL;
