ALTER TABLE "digests" ADD COLUMN "rule" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "digests" ADD COLUMN "paused_until" date;