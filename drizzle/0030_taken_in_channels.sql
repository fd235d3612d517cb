ALTER TABLE "deliveries" ADD COLUMN "takable" jsonb;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "shown_takers" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "lead_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "deliveries_takable" ON "deliveries" USING btree ("sent_at") WHERE takable is not null and content is not null;