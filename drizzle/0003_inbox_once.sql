ALTER TABLE "inbox" ADD COLUMN "key" text NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "locale" text NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_key_unique" UNIQUE("key");