ALTER TABLE "segments" ADD COLUMN "cut" text DEFAULT 'main' NOT NULL;--> statement-breakpoint
ALTER TABLE "customer_values" ADD COLUMN "further_segments" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "segments" DROP CONSTRAINT "segments_run_id_id_pk";--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_run_id_cut_id_pk" PRIMARY KEY("run_id","cut","id");