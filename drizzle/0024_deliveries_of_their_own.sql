CREATE TABLE "outlet_holds" (
	"channel" text PRIMARY KEY NOT NULL,
	"until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT "deliveries_digest_id_slot_pk";--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "digest_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "id" integer PRIMARY KEY NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "key" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "owner_id" integer;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "channel" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "try_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "claimed_by" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "claimed_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "content" jsonb;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "maybe_repeated" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "told" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "message_id" text;--> statement-breakpoint
ALTER TABLE "digests" ADD COLUMN "when_nothing" text DEFAULT 'skip' NOT NULL;--> statement-breakpoint
ALTER TABLE "digests" ADD COLUMN "paused_because" text;--> statement-breakpoint
ALTER TABLE "digests" ADD COLUMN "due_since" timestamp with time zone;--> statement-breakpoint
UPDATE "digests" SET "due_since" = "created_at";--> statement-breakpoint
ALTER TABLE "digests" ALTER COLUMN "due_since" SET NOT NULL;--> statement-breakpoint
UPDATE "deliveries" AS "each" SET
	"key" = 'digest:' || "each"."digest_id" || ':' || to_char("each"."slot" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
	"owner_id" = "of"."owner_id",
	"channel" = "of"."channel",
	"address" = "of"."address",
	"locale" = "of"."locale",
	"try_at" = "each"."slot",
	"told" = jsonb_build_object('atRisk', "each"."at_risk"),
	"state" = CASE "each"."state" WHEN 'queued' THEN 'due' ELSE "each"."state" END
FROM "digests" AS "of" WHERE "of"."id" = "each"."digest_id";--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "key" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "channel" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "address" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "locale" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "try_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_owner_id_managers_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_slot" ON "deliveries" USING btree ("digest_id","slot");--> statement-breakpoint
CREATE INDEX "deliveries_open" ON "deliveries" USING btree ("try_at") WHERE state in ('due', 'sending');--> statement-breakpoint
CREATE INDEX "deliveries_address" ON "deliveries" USING btree ("channel","address");--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_key_unique" UNIQUE("key");