ALTER TABLE "segments" RENAME COLUMN "cut" TO "segmentation";--> statement-breakpoint
ALTER TABLE "segments" DROP CONSTRAINT "segments_run_id_cut_id_pk";--> statement-breakpoint
ALTER TABLE "segments" ADD CONSTRAINT "segments_run_id_segmentation_id_pk" PRIMARY KEY("run_id","segmentation","id");--> statement-breakpoint
ALTER TABLE "branches" ADD COLUMN "names" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
-- Until now the Chinese name of a branch was one of its attributes.
UPDATE "branches" SET "names" = jsonb_build_object('zh', "attributes" ->> 'nameZh'), "attributes" = "attributes" - 'nameZh'
	WHERE jsonb_typeof("attributes" -> 'nameZh') = 'string' AND trim("attributes" ->> 'nameZh') <> '';--> statement-breakpoint
ALTER TABLE "segments" ADD COLUMN "names" jsonb;--> statement-breakpoint
UPDATE "segments" SET "names" = jsonb_build_object('en', "name_en", 'zh', "name_zh");--> statement-breakpoint
ALTER TABLE "segments" ALTER COLUMN "names" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "segments" DROP COLUMN "name_en";--> statement-breakpoint
ALTER TABLE "segments" DROP COLUMN "name_zh";
